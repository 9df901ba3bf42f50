package io.rillcast.app;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Says which version this is, as the build wrote it beside the classes. */
final class ProgramVersion implements IVersionProvider {
    /** The number alone. */
    static String number() throws IOException {
        Properties properties = new Properties();
        try (InputStream stream = ProgramVersion.class.getResourceAsStream("/rillcast-version.properties")) {
            if (stream != null) {
                properties.load(stream);
            }
        }
        return properties.getProperty("version", "unknown");
    }

    @Override
    public String[] getVersion() throws IOException {
        String java = System.getProperty("java.version");
        return new String[] {"rillcast " + number() + " (Java " + java + ")"};
    }
}
