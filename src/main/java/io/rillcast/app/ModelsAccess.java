package io.rillcast.app;

import io.rillcast.config.SettingKeys;
import io.rillcast.config.Settings;
import io.rillcast.config.SettingsException;
import io.rillcast.serde.SchemaRegistryClient;
import io.rillcast.serde.SchemaRegistrySettings;
import java.io.IOException;
import java.util.List;

/** The cluster and the registry of a command about models, checked before it begins; closed at its end. */
final class ModelsAccess implements AutoCloseable {
    private static final String ADVICE = "`rillcast run` and `rillcast topics --create` create it";

    private final Settings settings;
    private final SchemaRegistryClient registry;

    private ModelsAccess(Settings settings, SchemaRegistryClient registry) {
        this.settings = settings;
        this.registry = registry;
    }

    /** What a command does once all is there. */
    interface Work {
        void on(ModelsAccess access) throws IOException, InterruptedException;
    }

    /**
     * Does a command's work where the topics of models, trainings and commands are there and the registry answers.
     *
     * @throws CommandFailure if they are not
     */
    static int with(SettingsOptions options, Work work) throws SettingsException, IOException, InterruptedException {
        Settings settings = options.read();
        try (SchemaRegistryClient registry =
                        new SchemaRegistryClient(SchemaRegistrySettings.of(settings.registryProperties()));
                ModelsAccess access = new ModelsAccess(settings, registry)) {
            Checks checks = new Checks();
            checks.holds(() -> new ClusterCheck(settings)
                    .requireTopics(
                            List.of(
                                    settings.value(SettingKeys.MODELS_TOPIC),
                                    settings.value(SettingKeys.TRAININGS_TOPIC),
                                    settings.value(SettingKeys.MODEL_COMMANDS_TOPIC),
                                    settings.value(SettingKeys.DEAD_LETTERS_TOPIC)),
                            ADVICE));
            checks.holds(registry::checkReachable);
            checks.requireAllPassed();
            work.on(access);
        }
        return 0;
    }

    Settings settings() {
        return settings;
    }

    SchemaRegistryClient registry() {
        return registry;
    }

    @Override
    public void close() {
        // The registry's client is closed by who opened it.
    }
}
