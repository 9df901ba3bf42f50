/**
 * Judged by clients and registries that are not ours: Confluent's Java and JavaScript clients and serializers, kafkajs,
 * kcat, and Apicurio's registry; and the page by a browser. Here because our own two sides could be wrong together.
 *
 * <p>They need what a build does not: Node.js with npm, kcat, Chromium, and a registry of 104 MB. So {@code mvn verify}
 * leaves them out and {@code mvn -Pclients verify} runs nothing else, {@code mvn -Pbrowser verify} the browser alone. The programs in JavaScript are in {@code src/test/javascript};
 * {@code JavaScript} installs what they need below {@code target}. Where a program is not on the machine its tests are
 * skipped, and say so; where it is there and cannot do what it should, they fail.
 *
 * <p>That Confluent's Java client gets from our registry what it asks for needs nothing, so {@code
 * RegistryConfluentClientTest} is among the ordinary tests. Debian's kcat is built without Avro, so it checks the wire
 * header of each value and leaves the rest of it.
 */
package io.rillcast.clients;
