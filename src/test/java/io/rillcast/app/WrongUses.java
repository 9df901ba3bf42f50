package io.rillcast.app;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.LoggerFactory;

/**
 * Runs the wrong uses that a file lists as a person would meet them, with the log that users get on the same standard
 * error, and writes what they printed to {@code target/wrong-uses.md}.
 *
 * <p>In the file a use begins with {@code > } and its arguments; lines that begin with {@code 1| } and {@code 2| } are
 * what it prints on standard output and error, and {@code = } is its exit status. Places of this run stand in braces.
 */
final class WrongUses implements AutoCloseable {
    private static final Path TABLE = Path.of("target", "wrong-uses.md");
    private static final Path PARTS = Path.of("target", "wrong-uses");

    private final String name;
    private final Map<String, String> places;
    private final Map<String, Printed> done = new LinkedHashMap<>();

    /** One use and what it should print. */
    record Use(String arguments, Printed expected) {}

    /** What a use printed, with places in braces, and its exit status. */
    record Printed(String out, String err, int status) {}

    /** For the file of this name, with what stands for each place. */
    WrongUses(String name, Map<String, String> places) throws JoranException {
        this.name = name;
        this.places = Map.copyOf(places);
        configureLog("/logback.xml");
    }

    /** The uses of a file. */
    static List<Use> read(String name) throws IOException {
        List<Use> uses = new ArrayList<>();
        String arguments = "";
        StringBuilder out = new StringBuilder();
        StringBuilder err = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("src/test/resources/wrong-uses", name + ".txt"))) {
            if (line.startsWith(">")) {
                arguments = line.substring(1).strip();
                out.setLength(0);
                err.setLength(0);
            } else if (line.startsWith("1| ")) {
                out.append(line.substring(3)).append('\n');
            } else if (line.startsWith("2| ")) {
                err.append(line.substring(3)).append('\n');
            } else if (line.startsWith("= ")) {
                uses.add(new Use(
                        arguments, new Printed(out.toString(), err.toString(), Integer.parseInt(line.substring(2)))));
            }
        }
        return uses;
    }

    /** Runs a command line in this process; what it printed, logs included. */
    Printed run(String arguments) {
        String[] words = Arrays.stream(arguments.split(" ", -1))
                .filter(word -> !word.isEmpty())
                .map(this::placed)
                .toArray(String[]::new);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream realOut = System.out;
        PrintStream realErr = System.err;
        int status;
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            StopSignal stop = new StopSignal();
            status = Rillcast.commandLine(stop).execute(words);
            stop.finished(status);
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
        Printed printed = new Printed(
                unplaced(out.toString(StandardCharsets.UTF_8)), unplaced(err.toString(StandardCharsets.UTF_8)), status);
        done.put(arguments, printed);
        return printed;
    }

    private String placed(String word) {
        String placed = word;
        for (Map.Entry<String, String> place : places.entrySet()) {
            placed = placed.replace("{" + place.getKey() + "}", place.getValue());
        }
        return placed;
    }

    private String unplaced(String text) {
        String unplaced = text.replaceAll(" in [0-9.]+ s ", " in {time} s ");
        for (Map.Entry<String, String> place : places.entrySet()) {
            unplaced = unplaced.replace(place.getValue(), "{" + place.getKey() + "}");
        }
        return unplaced;
    }

    /** Writes the table, beside that of other files, and gives the log back to the tests. */
    @Override
    public void close() throws IOException, JoranException {
        configureLog("/logback-test.xml");
        StringBuilder rows = new StringBuilder();
        done.forEach((arguments, printed) -> rows.append("| `rillcast ")
                .append(cell(arguments))
                .append("` | ")
                .append(cell(printed.out() + printed.err()))
                .append(" | ")
                .append(printed.status())
                .append(" |\n"));
        Files.createDirectories(PARTS);
        Files.writeString(PARTS.resolve(name + ".md"), rows);
        Files.writeString(PARTS.resolve(name + ".txt"), listing());
        StringBuilder table = new StringBuilder("| use | prints | exit code |\n|---|---|---|\n");
        try (Stream<Path> parts = Files.list(PARTS)) {
            for (Path part : parts.filter(part -> part.toString().endsWith(".md"))
                    .sorted()
                    .toList()) {
                table.append(Files.readString(part));
            }
        }
        Files.writeString(TABLE, table);
    }

    /** What was printed in the form of the file, to compare with it. */
    private String listing() {
        StringBuilder text = new StringBuilder();
        done.forEach((arguments, printed) -> {
            text.append("> ").append(arguments).append('\n');
            printed.out()
                    .lines()
                    .forEach(line -> text.append("1| ").append(line).append('\n'));
            printed.err()
                    .lines()
                    .forEach(line -> text.append("2| ").append(line).append('\n'));
            text.append("= ").append(printed.status()).append("\n\n");
        });
        return text.toString();
    }

    private static String cell(String text) {
        return text.stripTrailing().replace("|", "\\|").replace("\n", "<br>");
    }

    private static void configureLog(String resource) throws JoranException {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(WrongUses.class.getResource(resource));
    }
}
