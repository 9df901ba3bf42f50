/**
 * What stands in for a cluster on one machine: a Kafka broker and a schema registry inside this process.
 *
 * <p>For {@code demo}, {@code local} and the tests. <b>Not</b> for production: one node, no replication, no
 * authentication; so everything here listens on the loopback address alone.
 *
 * <p><b>Two owners, one directory.</b> (2026-11-21) {@link io.rillcast.local.EmbeddedBroker} writes below {@code
 * kafka/} and {@link io.rillcast.local.RegistryServer} writes {@code schemas.jsonl}, so both may be given the same
 * directory. Each holds a lock file while it runs: two brokers on one log would destroy it, and Kafka's own lock
 * speaks too late and too obscurely.
 *
 * <p><b>The broker is the real one.</b> (2026-11-21) A combined broker and controller, started by Kafka's own classes.
 * Kafka ends the process when it finds its log unusable; an embedded one must not do so silently, so it reports through
 * {@link io.rillcast.local.EmbeddedBroker#failure()} instead and the owner decides.
 *
 * <p><b>A static quorum.</b> (2026-11-21) The controller's address is given at every start instead of being written
 * into the log, so that a directory can be started again on other ports.
 *
 * <p><b>Ports below the ephemeral range.</b> (2026-11-21) Free ports are looked for from 20000 up to 32000. From
 * 32768 on Linux hands ports to outgoing connections: a client that retries a killed broker's port there can connect
 * to itself and so keep the broker from coming back.
 *
 * <p><b>The registry keeps a journal.</b> (2026-11-21) One JSON line per change, on the disk before the answer leaves,
 * replayed at start. Schemas are few and small, so it is never compacted. A last line that does not parse was never
 * answered for, and is cut off; any other such line stops the start.
 *
 * <p><b>What the registry leaves out.</b> (2026-11-21) JSON Schema and Protobuf types, import mode, contexts other than
 * the default one, metadata and rule sets, and every setting of a subject but its level and mode. What a client could
 * lose by it is refused with a sentence, not ignored.
 */
package io.rillcast.local;
