package io.rillcast.web;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import io.rillcast.forecast.SkipReason;
import io.rillcast.serde.DeadLetterCause;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What the files of the page must be for its strict content security policy, and for whoever reads them. */
class PageFilesTest {
    private static final Path FOLDER = Path.of("src", "main", "resources", "web");
    private static final String LIST = "files.txt";

    /** The name of a language, which a browser never asks for. */
    private static final String SVG_NAMESPACE = "http://www.w3.org/2000/svg";

    private static final Pattern ADDRESS = Pattern.compile("(?:[a-z]+:)?//[\\w.-]+\\.[a-z]{2,}[^'\"\\s]*");
    private static final Pattern FROM_TEXT = Pattern.compile(
            "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|createContextualFragment|DOMParser|srcdoc"
                    + "|\\beval\\b|new Function|setTimeout\\(['\"`]|setAttribute\\('style'|javascript:");
    private static final Pattern INLINE =
            Pattern.compile("\\son\\w+\\s*=|\\sstyle\\s*=|<style|<script(?![^>]*\\ssrc=)");
    private static final Pattern IMPORT = Pattern.compile("from '\\./([^']+)'");
    private static final Pattern REFERENCE = Pattern.compile("(?:src|href)=\"([^\"#]+)\"");

    static List<String> served() throws IOException {
        return Files.readAllLines(FOLDER.resolve(LIST));
    }

    /** Those that we wrote. */
    static List<String> ours() throws IOException {
        return served().stream().filter(name -> !name.startsWith("uPlot")).toList();
    }

    @Test
    void listsEveryFileOfTheFolder() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            Set<String> there = files.map(file -> file.getFileName().toString()).collect(toSet());

            assertThat(served()).isSorted().doesNotHaveDuplicates().contains("index.html", "app.js", "style.css");
            assertThat(there).hasSize(served().size() + 1).contains(LIST).containsAll(served());
        }
    }

    @ParameterizedTest
    @MethodSource("ours")
    void namesNoAddressElsewhere(String name) throws IOException {
        String text = read(name).replace(SVG_NAMESPACE, "");

        assertThat(matches(ADDRESS, text)).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void turnsNoTextIntoMarkupOrCode(String name) throws IOException {
        assertThat(matches(FROM_TEXT, read(name))).isEmpty();
    }

    @Test
    void hasNoScriptHandlerOrStyleInItsMarkup() throws IOException {
        assertThat(matches(INLINE, read("index.html"))).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("ours")
    void isReadable(String name) throws IOException {
        List<String> lines = Files.readAllLines(FOLDER.resolve(name));

        assertThat(lines).noneMatch(line -> line.contains("\t") || line.endsWith(" "));
        assertThat(name.endsWith(".js") ? lines.size() : 0).isLessThanOrEqualTo(300);
        assertThat(name.endsWith(".svg") ? List.<String>of() : lines).allMatch(line -> line.length() <= 120);
    }

    @Test
    void findsWhatItImportsAndRefersTo() throws IOException {
        Set<String> served = Set.copyOf(served());
        for (String name : ours()) {
            assertThat(served).as(name).containsAll(groups(IMPORT, read(name)));
        }

        List<String> references = groups(REFERENCE, read("index.html"));

        assertThat(references).contains("app.js", "theme.js", "style.css", "favicon.svg");
        assertThat(references.stream().filter(reference -> !served.contains(reference)))
                .containsExactly("openapi.json", "metrics");
    }

    @Test
    void explainsEveryReasonAndCause() throws IOException {
        String texts = read("texts.js");
        List<String> names = new ArrayList<>();
        Arrays.stream(SkipReason.values()).forEach(reason -> names.add(reason.text()));
        Arrays.stream(DeadLetterCause.values()).forEach(cause -> names.add(cause.text()));

        assertThat(names).allMatch(name -> texts.contains("  '" + name + "': ") || texts.contains("  " + name + ": "));
    }

    /** The sums of the files in the npm package {@code uplot} 1.6.32. */
    @ParameterizedTest
    @CsvSource({
        "uPlot.LICENSE.txt, 8f989229699b4fe2f1a0432d0e9edc338a8a911e250e2d1b01ecd770a5f5b1bd",
        "uPlot.esm.js, 5dd9b3281aa64b461b42d9945f6adb2649d346502b12281a9ae0d46599a80eba",
        "uPlot.min.css, df630c6a8d6f8eeaff264b50f73ce5b114f646ffd9a0bb74f049b0a00135fa04"
    })
    void shipsTheLibraryUnchanged(String name, String sum) throws IOException, NoSuchAlgorithmException {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(FOLDER.resolve(name)));

        assertThat(HexFormat.of().formatHex(hash)).isEqualTo(sum);
        assertThat(Files.readString(Path.of("NOTICE"))).contains("uPlot 1.6.32", name);
    }

    private static String read(String name) throws IOException {
        return Files.readString(FOLDER.resolve(name));
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(MatchResult::group).toList();
    }

    private static List<String> groups(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(match -> match.group(1)).toList();
    }
}
