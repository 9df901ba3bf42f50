/**
 * Where does the data run, and where does state live? The Kafka Streams topology, its stores and its topics.
 *
 * <pre>
 *  readings --decode--&gt; readings-by-series --forecast--&gt; forecasts, scores
 *      |                (keyed by series)      |    |
 *      v                                       |    +--every half window--&gt; training-by-group --training--&gt; models
 *  dead-letters                          series-state                       (keyed by group)       |        trainings
 *                                        series-history        model-commands --^            group-reservoir
 *                                              ^
 *                                              +---- models (global store, every instance) &lt;---- models topic
 * </pre>
 *
 * <h2>Topics</h2>
 *
 * <table border="1">
 * <caption>Topics, their keys and who cleans them up</caption>
 * <tr><th>topic (default name)</th><th>key</th><th>value</th><th>cleanup</th><th>partitions</th></tr>
 * <tr><td>rillcast.readings</td><td>series, or anything</td><td>Avro or JSON readings</td><td>delete</td>
 *   <td>topics.partitions</td></tr>
 * <tr><td>rillcast.forecasts</td><td>series</td><td>{@code Forecast}</td><td>delete</td><td>topics.partitions</td></tr>
 * <tr><td>rillcast.scores</td><td>series</td><td>{@code Score}</td><td>delete</td><td>topics.partitions</td></tr>
 * <tr><td>rillcast.dead-letters</td><td>as received</td><td>as received</td><td>delete</td>
 *   <td>topics.partitions</td></tr>
 * <tr><td>rillcast.models</td><td>group, or group/version</td><td>{@code ModelSnapshot}</td><td>compact</td><td>1</td>
 *   </tr>
 * <tr><td>rillcast.model-commands</td><td>group</td><td>{@code ModelCommand}</td><td>delete</td><td>1</td></tr>
 * <tr><td>rillcast.trainings</td><td>group</td><td>{@code TrainingRecord}</td><td>delete</td><td>1</td></tr>
 * <tr><td>APPLICATION-readings-by-series-repartition</td><td>series</td><td>{@code serde.ReadingCodec}</td>
 *   <td>delete, purged when read</td><td>as readings had when the application began</td></tr>
 * <tr><td>APPLICATION-training-by-group-repartition</td><td>group</td><td>{@code TrainingInputSerde}</td>
 *   <td>delete, purged when read</td><td>as readings-by-series had then</td></tr>
 * <tr><td>APPLICATION-series-state-changelog</td><td>series</td><td>{@code forecast.SeriesState}</td><td>compact</td>
 *   <td>as readings-by-series</td></tr>
 * <tr><td>APPLICATION-series-history-changelog</td><td>{@code HistoryRing}</td><td>time, value, hints, covariates</td>
 *   <td>compact</td><td>as readings-by-series</td></tr>
 * <tr><td>APPLICATION-group-reservoir-changelog</td><td>{@code GroupReservoir}</td><td>ledger or window</td>
 *   <td>compact</td><td>as training-by-group</td></tr>
 * </table>
 *
 * <p>Topics that we create stamp records by the broker's clock (LogAppendTime). A reading's own time lives only in its
 * value: Kafka Streams never sees it, so a reading of 1749 or of 9999 moves no clock.
 *
 * <h2>Stores</h2>
 *
 * <table border="1">
 * <caption>Stores; all persistent</caption>
 * <tr><th>store</th><th>key</th><th>value</th><th>bytes at the defaults</th></tr>
 * <tr><td>series-state</td><td>series, UTF-8</td><td>{@code forecast.SeriesState}; its parts are in
 *   {@code forecast/package-info}</td><td>3,840 a series, and up to 3,224 of
 *   last values and season</td></tr>
 * <tr><td>series-history</td><td>length of series, uint16; series; slot, int32</td><td>time, int64; value, float64;
 *   the experts' hints, int16 each, after a format byte; covariates, float64 each; slot = number of the reading modulo
 *   history.readings</td><td>27 a reading (16 without hints), and 8 for each covariate of one that has any; 512 readings a
 *   series</td></tr>
 * <tr><td>group-reservoir</td><td>kind; length of group, uint16; group; slot, int32</td><td>the group's ledger (at
 *   most 312 bytes, {@code LedgerBytes}), or a window: when it came, checkpoint, times, values, covariates, hints</td>
 *   <td>at most 1,024 windows of about
 *   3.8 KB a group</td></tr>
 * <tr><td>models</td><td>as the models topic</td><td>as the models topic; global, so on every instance</td>
 *   <td>about 25 KB a version, 11 versions a group</td></tr>
 * </table>
 *
 * <h2>Rules</h2>
 *
 * <ul>
 *   <li><em>One writer.</em> Only the group's task writes the models topic and gives out version numbers, which never
 *       repeat or go back: the next is one more than the highest in its ledger and in the table.
 *   <li><em>No going back.</em> A task whose state names a version that its table does not have yet waits for it, for a
 *       minute, then fails. Only where the newest model cannot be run (other features or levels) or read does an older one
 *       from the archive serve.
 *   <li><em>Rebuild.</em> A hidden state is never used under weights it was not made with. At its next reading a series
 *       meets a new version by replaying W to 2W readings of its history from its older checkpoint.
 *   <li><em>Bad input.</em> What cannot be decoded is a dead letter; what can but must not advance a series is counted.
 *   <li><em>The end of a series.</em> A null value under the key of a series, in its place among the readings, deletes its
 *       state and all its history in one transaction; so does {@code series.idle.ms}. A later reading begins it anew.
 *   <li><em>The stream thread never trains</em> and never waits for a training.
 * </ul>
 *
 * <h2>Decisions</h2>
 *
 * <p>2026-11-21. <em>Windows and commands share one repartition topic</em>, keyed by group, so that the group's task has
 * both in one order and in one partition without a rule about equal partition counts.
 *
 * <p>2026-11-21. <em>A window carries its checkpoint</em>, so that training and the hold-out start from exactly the
 * statistics that serving started from.
 *
 * <p>2026-11-21. <em>The first trainings come early</em>, at 256 and 512 readings and whenever they have grown by half, until the interval has
 * grown to {@code retrain.every.readings}: a group of a few monthly series would else wait for years.
 *
 * <p>2026-11-21. <em>Idleness is counted in time that the task has lived</em>, a count kept beside the history ({@link
 * io.rillcast.streams.IdleSeries}), not by the wall clock alone: after an outage longer than {@code series.idle.ms} every
 * series would else be forgotten before its waiting readings are read; nor from the start of the process, which restarts
 * would put off for ever. It is neither a reading's time nor its record's, which other people's producers set as they
 * like.
 *
 * <p>2026-11-21. <em>Each tick looks at 5,000 entries and goes on behind them at the next</em>: a stream thread is never
 * held up by the size of a store. A tombstone in the history is written for each slot that the state says is in use, so
 * no range is scanned.
 *
 * <p>2026-11-22. <em>What a group has learnt from a series stays</em> when it ends: its windows leave the reservoir as others
 * come. Where the series was a group by itself ({@code model.group=series}) its windows and the archive of its models are
 * deleted. If it ever had a version its ledger stays (at most 312 bytes and its name), for none must come twice, and so does
 * its incumbent in the models topic, about 25 KB: a series that comes back has a model at once, and a state that took a
 * model just before would wait in vain for one that was deleted. Who has ever new names of series should not make each a
 * group. The group's task is told with the next record of the series' task; if that crashes in between, the windows of such
 * a group stay too.
 *
 * <p>2026-11-22. <em>A start looks at a hundred groups at a time</em> ({@link io.rillcast.streams.GroupSweep}): with a group
 * for each of a million series to decode all their models would hold a stream thread up for minutes.
 *
 * <p>2026-11-22. <em>The group's task watches its model</em> on what is new in the windows that reach it ({@link
 * io.rillcast.streams.ModelWatch}): they carry their checkpoint and the recorded hints, so any version can be run over them
 * exactly as it is judged. A second hidden state of some series in a store of its own, the alternative, would cost the
 * serving path, and would leave small groups without a comparison. It costs the task's stream thread 2.5 us of processor
 * time for each new reading of a watched window at the defaults, 5.1 us while a model is on probation (one core of an EPYC,
 * JDK 17). All windows are watched until the reservoir is full; then one in three at the defaults, 32 in an interval between
 * trainings, twice what a probation takes; at longer intervals fewer, at least one in 64. A training's beginning costs that
 * thread 4 ms, to read 1,024 windows of 3.8 KB from RocksDB; they are decoded on the trainer's thread.
 *
 * <p>2026-11-22. <em>Lineage, probation and drift are in the ledger</em>, so that a decision and what it rests on are in one
 * transaction and move with the task. A ledger of the release before is read as a group each of whose versions took the
 * place of the one before, which is what that release took for granted.
 *
 * <p>2026-11-21. <em>Our own topics keep their partitions</em>. A start reads how many they have, so that more partitions
 * of the readings topic move no key. A migration of states, the alternative, would have to stop the world. Without
 * re-keying the start refuses instead, and re-keying into as many partitions as the states have is the way on.
 *
 * <p>2026-11-21. <em>A models topic has one application at a time</em>. A later one takes over models and numbers, so that
 * it is warm at once. Two at once would use one number for two models: the start looks for the other by the transactions
 * on the topic, and a task that meets a version higher than its ledger's, or one version with other weights, stops.
 * Commands older than an hour are not obeyed by an application that begins.
 *
 * <p>2026-11-21. <em>A model in use that no longer fits is put aside</em>, as when the group of a series changes: the
 * series is forecast as at its beginning until a version comes that fits.
 *
 * <p>2026-11-21. <em>A reading dated too far ahead of the clock is a dead letter</em> ({@code readings.max.ahead.ms}):
 * admitted, it would make every reading after it a late one.
 *
 * <p>2026-11-21. <em>A dead letter has at most 950,000 bytes</em>: a record can be as large as its topic allows, our headers
 * come on top, and a letter that the broker refuses would stop the stream for good. What does not fit is left out and named
 * in a header; the record itself still stands where the headers say.
 *
 * <p>2026-11-21. <em>A producer has one request under way</em> ({@code max.in.flight.requests.per.connection=1}). With
 * more, the first batch for a partition can be refused for now while the second is taken; the first is then out of
 * sequence and retried in vain until its delivery times out, for two minutes in which nothing becomes visible
 * (KAFKA-15591, mended in Kafka after 4.3.1). Records that come meanwhile gather in
 * the next batch.
 *
 * <p>2026-11-22. <em>Of the models in use as many are held as fit an eighth of the heap</em> ({@code ModelCache}), those
 * used last: with a group a series a million models would not fit. One that was forgotten costs a read of the global
 * store, a checksum and a copy at its next use. What is forgotten with it is the check that one version was not published
 * twice; the group's task makes it too.
 *
 * <p>2026-11-22. <em>A model is imported by a command</em>, which carries it through the commands' and the group's
 * repartition topic to the one writer. One that is larger than those topics or that of the models take is a dead letter
 * where it is decoded, since a broker that refused it later would stop the stream for good. A command that is not obeyed
 * is a record of the trainings topic, so that whoever sent it can be told why.
 */
package io.rillcast.streams;
