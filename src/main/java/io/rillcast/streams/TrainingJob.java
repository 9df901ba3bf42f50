package io.rillcast.streams;

import io.rillcast.forecast.ForecastModel;
import io.rillcast.training.TrainingOutcome;
import io.rillcast.training.TrainingRecord;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * One training of one group, under way on the worker's thread.
 *
 * @param group the model group
 * @param begun how things stood when it began
 * @param seed of its random choices
 * @param result what comes of it
 */
record TrainingJob(String group, Begun begun, long seed, Future<Result> result) {
    /**
     * How things stood when a training began.
     *
     * @param readings of the group
     * @param incumbentVersion of the model that the candidate is judged against, 0 for none
     * @param newestVersion that was published, whether or not it fits
     * @param startedMs wall clock
     * @param cause why it began before its turn, empty where it did not
     */
    record Begun(long readings, long incumbentVersion, long newestVersion, long startedMs, String cause) {}

    /** The record of this training, once it has ended. */
    TrainingRecord record(TrainingOutcome outcome, long candidateVersion, Result ended) {
        return new TrainingRecord(
                group,
                outcome.decision(),
                begun.cause().isEmpty()
                        ? outcome.reason()
                        : outcome.because(begun.cause()).reason(),
                candidateVersion,
                begun.incumbentVersion(),
                outcome.losses(),
                outcome.data(),
                new TrainingRecord.Effort(
                        outcome.steps(), outcome.epochs(), seed, begun.startedMs(), ended.tookMs(), ended.cpuMs()));
    }

    /**
     * What a training came to.
     *
     * @param outcome the candidate and its losses
     * @param tookMs wall clock
     * @param cpuMs time on the processor
     */
    record Result(TrainingOutcome outcome, long tookMs, long cpuMs) {}

    /**
     * What a training needs.
     *
     * @param group the model group
     * @param windows as {@link GroupReservoir} keeps them, decoded on the worker's thread
     * @param changedAt readings of the group when they changed, 0 for never
     * @param incumbent the model in use
     * @param seed of the random choices
     */
    record Order(String group, List<byte[]> windows, long changedAt, Optional<ForecastModel> incumbent, long seed) {}
}
