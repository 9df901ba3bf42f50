/**
 * What are the exact bytes? The wire format of every topic, the client of the schema registry, readings out of any
 * record, the internal bytes between processors, the headers of dead letters, CSV, and networks as files.
 *
 * <p>Not for: the state of a series (its layout lives beside the processor that owns it, in {@code streams}), topics and
 * partitions, settings files, or the registry that {@code local} runs.
 *
 * <pre>
 *   value of a topic:   | 0x00 | schema id, int32 big-endian | Avro binary |           WireHeader, AvroWriter, AvroReader
 *   repartition topic:  | 0x01 | timestamp, int64 | value, float64 |                   ReadingCodec; the key is the series
 *                       | 0x02 | timestamp | value | list, int64 | covariates, float64 each |
 *
 *   bytes -- ReadingDecoder --> Reading                 AvroReadingDecoder, JsonReadingDecoder, GenericReadingDecoder
 *                 |                                     a record of any schema, by ReadingMapping and ReadingRules
 *                 +--> UndecodableReading(DeadLetterCause) --> DeadLetterHeaders
 *                 +--> RegistryFailure: not the record's fault, stop and try again
 *
 *   a network's file:   Safetensors (named tensors and texts), NetworkFile (a network in it),
 *                       ModelFile (a forecaster's, with what it needs), ModelImport (one that PyTorch wrote),
 *                       WindowsFile (what to train one on), OnnxFile (one step, written only)   else MalformedFile
 *   CSV:                CsvReadings (readings), ForecastCsvWriter and -Reader (forecasts)       else BadLine
 * </pre>
 *
 * <p>What becomes of every kind of broken or odd input, a dead letter with which cause or a skip with which reason, stands
 * in {@code BrokenInput.md} beside this file; a test holds the table to what is tested.
 *
 * <p>Two rules hold everywhere. Bad bytes fail as {@link io.rillcast.serde.UndecodableReading} (readings), {@link
 * io.rillcast.serde.MalformedRecord} (our own topics) or {@link io.rillcast.serde.MalformedFile} (networks) and as
 * nothing else, and cost no more memory than their own
 * length. Equal values give equal bytes: maps are written by increasing key, since the JDK's immutable maps change their
 * order from one start to the next.
 *
 * <h2>Decisions</h2>
 *
 * <p>2026-11-21, the registry client is ours: Confluent's artifacts are not on Maven Central, and Apicurio's serde needs
 * Apicurio's own API, so it could not serve a user of Confluent's registry. The protocol is a handful of requests over
 * {@code java.net.http}; settings bear Confluent's names. TLS stores (JKS, PKCS12, PEM) are read by Kafka's own {@code
 * DefaultSslEngineFactory}, as for brokers; checking the host name cannot be turned off. The client reads {@code
 * System.nanoTime} to bound its waiting and how long an unknown id is believed; it reads no wall clock.
 *
 * <p>2026-11-21, a registry that is down is never a dead letter: the client tries for up to a minute, then {@link
 * io.rillcast.serde.RegistryFailure} stops the task, which starts again from its last commit. An id that the registry
 * answers it does not have is one, at once.
 *
 * <p>2026-11-21, the series is the field that the mapping names; the record's key, as UTF-8, only if the name is empty.
 * A record that lacks the named field is refused rather than given its key, since two names for one series would be two
 * states. A dot in a name enters a nested record, map or object; where the name with its dots is there as it stands
 * (Avro's own names cannot hold dots, JSON's and those of maps can), that field is meant.
 *
 * <p>2026-11-21, a covariate is looked for by its path where that leads anywhere, else by its whole name in the map
 * {@code covariates}: so the settings name a column of a published file and a field of a
 * foreign record alike. One that is absent, null or NaN is missing, never zero; an infinite one, or one that is no
 * number, makes the reading a dead letter, since its writer is broken and a mask would hide it.
 *
 * <p>2026-11-21, Avro by generated classes: they allocate a few small objects a record beside the result, which a
 * hand-written encoder would save, but then the schema would stand in two places. Avro refuses to make classes that
 * nobody vouched for; {@code GeneratedClasses} names ours instead of a system property. Schemas name each other
 * ({@code ModelSnapshot} holds a {@code TrainingRecord}) instead of repeating each other, so tools must parse {@code
 * schemas/} as a whole; what is registered is complete in itself.
 *
 * <p>2026-11-21, closed sets that may grow (decisions, actions) are enums whose default is UNKNOWN, so that an older
 * reader meets a newer symbol as a named refusal. A cell's kind is a string, refused where it is not known.
 *
 * <p>2026-11-21, with {@code use.latest.version} a record is written with our schema, read back by Avro's resolution
 * into the subject's latest, and written again: slow, but right for every pair of schemas that Avro can resolve.
 *
 * <p>2026-11-21, a schema whose arrays have elements without bytes, or with a fixed beyond the largest value, is refused as
 * unusable: Avro allocates what a count or a size says before it looks for bytes, fifty million elements for five bytes.
 *
 * <p>2026-11-21, a schema id with its highest bit set is refused without asking: Confluent's registry answers such a number
 * like a wrong address, which would stop the stream for one bad record.
 *
 * <p>2026-11-21, networks as files in the safetensors format: it holds nothing but numbers and text, can be checked
 * whole before a value is read, and tensors under PyTorch's names are a state dict there. A network's sizes stand in the
 * metadata, since tensors alone do not tell a tanh from a rectifier. Stricter than the reference implementation in one
 * place: a tensor's description with a further key is refused.
 *
 * <p>2026-11-22, ONNX by a protobuf writer of our own: a step needs five of ONNX's messages and nothing is read, so that a
 * library with generated classes would weigh more than the forty lines. ONNX Runtime is the judge, in a test.
 *
 * <p>2026-11-22, an imported model's sizes are those of its tensors, and a skip connection that it lacks is one of zeros,
 * so that a module of PyTorch's own layers can be imported with nothing but its state dict and two notes.
 *
 * <p>2026-11-21, CSV by FastCSV (MIT, no dependencies, strict about quotes, streaming with a bounded buffer).
 */
package io.rillcast.serde;
