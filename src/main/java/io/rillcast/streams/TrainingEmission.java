package io.rillcast.streams;

import io.rillcast.training.ModelSnapshot;
import io.rillcast.training.TrainingRecord;
import java.util.Optional;
import org.apache.kafka.common.utils.Bytes;

/** What a group's task sends on; split into topics behind {@link TrainingProcessor}. */
sealed interface TrainingEmission {
    /**
     * A record of the models topic.
     *
     * @param key of the incumbent or of the archive
     * @param snapshot the model, empty to take it out of the archive
     */
    record Published(Bytes key, Optional<ModelSnapshot> snapshot) implements TrainingEmission {}

    /**
     * A training ended.
     *
     * @param training its record
     */
    record Recorded(TrainingRecord training) implements TrainingEmission {}
}
