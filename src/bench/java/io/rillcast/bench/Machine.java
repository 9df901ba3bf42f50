package io.rillcast.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the figures were measured on. */
final class Machine {
    private Machine() {}

    /** The processor's name as Linux gives it, and the number of its cores. */
    static String processor() {
        int cores = Runtime.getRuntime().availableProcessors();
        try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
            String model = value("model name", lines.toList());
            return model + ", " + cores + " cores";
        } catch (IOException failure) {
            return System.getProperty("os.arch") + ", " + cores + " cores";
        }
    }

    /** The JVM and the width of its vectors. */
    static String java() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version") + ", vectors of "
                + VectorLoop.vectorBits() + " bits";
    }

    private static String value(String key, Iterable<String> lines) {
        for (String line : lines) {
            if (line.startsWith(key)) {
                return line.substring(line.indexOf(':') + 1).strip();
            }
        }
        return "unknown processor";
    }
}
