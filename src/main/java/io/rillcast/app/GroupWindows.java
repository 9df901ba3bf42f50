package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.forecast.ForecastPlan;
import io.rillcast.forecast.SeriesWindow;
import io.rillcast.streams.ReservoirTopic;
import java.util.List;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** The windows of a group's reservoir, as its changelog has them. */
final class GroupWindows {
    private final Settings settings;
    private final String group;

    GroupWindows(ModelsAccess access, String group) {
        this.settings = access.settings();
        this.group = group;
    }

    /**
     * The windows, in the order of their slots.
     *
     * @throws CommandFailure if there are none
     */
    List<SeriesWindow> read(int limit, ForecastPlan plan) throws InterruptedException {
        String topic = ReservoirTopic.name(settings.value(SettingKeys.APPLICATION_ID));
        new ClusterCheck(settings).requireTopics(List.of(topic), "`rillcast run` creates it, or mend application.id");
        int partition;
        try (KafkaConsumer<byte[], byte[]> consumer = TopicRead.consumer(settings)) {
            partition = ReservoirTopic.partition(
                    group, TopicRead.partitions(consumer, topic).size());
        }
        ReservoirTopic.Windows kept = new ReservoirTopic.Windows(group);
        TopicRead.toEnd(settings, topic, one -> one == partition, record -> kept.add(record.key(), record.value()));
        List<SeriesWindow> windows = kept.kept()
                .filter(window -> window.length() > 1
                        && window.covariateCount() == plan.covariates().count())
                .limit(limit)
                .toList();
        if (windows.isEmpty()) {
            throw new CommandFailure("the group must have windows: group=" + group + ", topic=" + topic
                    + "; each series gives one every half training.window while retraining is on");
        }
        return windows;
    }
}
