package io.rillcast.app;

import io.rillcast.config.ServicePlan;
import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.streams.StartFailure;
import io.rillcast.streams.StreamPlan;
import io.rillcast.streams.TopicSetup;
import io.rillcast.streams.TopicStatus;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.Admin;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what the topics should be, what they are, and the difference. */
@Command(
        name = "topics",
        description = "Shows what the topics should be, what they are, and the difference. Ends with 1 if a difference"
                + " remains that keeps `run` from using them as they are.")
final class TopicsCommand implements Callable<Integer> {
    @Mixin
    private SettingsOptions options;

    @Option(names = "--create", description = "Create those that are missing, as `run` would.")
    private boolean isCreating;

    @Option(names = "--json", description = "Print one JSON object instead of lines.")
    private boolean isJson;

    @Spec
    private CommandSpec spec;

    /** Prints the table. */
    @Override
    public Integer call() throws SettingsException, StartFailure, InterruptedException {
        Settings settings = options.read();
        StreamPlan plan = new ServicePlan(settings).streams();
        new ClusterCheck(settings).requireUsable();
        try (Admin admin = Admin.create(new HashMap<>(settings.adminProperties()))) {
            TopicSetup setup = TopicSetup.of(admin, plan);
            List<String> created = isCreating ? setup.createMissing() : List.of();
            Map<String, Integer> internal = setup.internal(settings.value(SettingKeys.APPLICATION_ID));
            TopicTable table = new TopicTable(setup.status(), internal, created);
            PrintWriter out = spec.commandLine().getOut();
            out.print(isJson ? table.json() : table.text());
            out.flush();
            requireNoDifference(table);
        }
        return 0;
    }

    private static void requireNoDifference(TopicTable table) {
        List<String> sentences = new ArrayList<>();
        table.topics().forEach(one -> sentences.addAll(one.problems()));
        List<String> missing = table.topics().stream()
                .filter(TopicStatus::isMissing)
                .map(TopicStatus::topic)
                .toList();
        if (!missing.isEmpty()) {
            sentences.add("topics must exist: missing=" + String.join(", ", missing)
                    + "; `rillcast topics --create` makes them, and so does `rillcast run`");
        }
        if (!sentences.isEmpty()) {
            throw new CommandFailure(sentences, null);
        }
    }
}
