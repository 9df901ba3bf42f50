package io.rillcast.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a project of its own, with a java and a mvn that only say how they were called. */
class LauncherTest {
    @TempDir
    private Path directory;

    private Path root;

    @BeforeEach
    void layOutProject() throws IOException {
        root = Files.createDirectories(directory.resolve("a project"));
        Files.createDirectories(root.resolve("src/main/java"));
        Files.createDirectories(root.resolve("schemas"));
        Files.writeString(root.resolve("pom.xml"), "<project/>");
        Files.copy(Path.of("rillcast"), root.resolve("rillcast"), StandardCopyOption.COPY_ATTRIBUTES);
        writeJava("17.0.1");
        script("jdk/bin/javac", "exit 0");
        script(
                "bin/mvn",
                "[ ! -e \"$PROJECT/broken\" ] || exit 1",
                "mkdir -p \"$PROJECT/target/classes\"",
                "echo \"$PROJECT/pom.xml\" >\"$PROJECT/target/classpath.txt\"",
                "echo maven was called >&2");
    }

    @Test
    void buildsOnFirstUseAndNotAgain() throws Exception {
        Run first = launch("settings", "a b");
        Run second = launch("settings", "a b");

        assertThat(first.output()).contains("building Rillcast", "maven was called");
        assertThat(second.output())
                .isEqualTo("-Dfile.encoding=UTF-8|-XX:+ExitOnOutOfMemoryError|-Xmx1g|-ea|-cp|" + root
                        + "/target/classes:" + root + "/pom.xml|io.rillcast.app.Rillcast|settings|a b|\n");
    }

    @Test
    void buildsAgainWhenASourceIsNewer() throws Exception {
        launch("settings");
        Path source = Files.writeString(root.resolve("src/main/java/A.java"), "class A {}");
        Files.setLastModifiedTime(source, FileTime.from(Instant.now().plusSeconds(60)));

        Run again = launch("settings");

        assertThat(again.output()).contains("maven was called");
    }

    @Test
    void saysThatTheBuildFailed() throws Exception {
        Files.createFile(root.resolve("broken"));

        Run run = launch("settings");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output()).endsWith("rillcast: the build must succeed: see Maven's messages above\n");
    }

    @Test
    void refusesAnOldJava() throws Exception {
        writeJava("11.0.2");

        Run run = launch("settings");

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.output())
                .isEqualTo("rillcast: Java must be 17 or later: java=" + directory
                        + "/jdk/bin/java, found=\"11.0.2\" 2020-01-01; set JAVA_HOME to a JDK 17\n");
    }

    @Test
    void worksThroughALinkFromAnywhere() throws Exception {
        launch("settings");
        Path link = Files.createSymbolicLink(directory.resolve("link"), Path.of("a project", "rillcast"));

        Run run = launch(link, "settings");

        assertThat(run.status()).isZero();
        assertThat(run.output()).contains(root + "/target/classes:");
    }

    @Test
    void addsTheVectorModuleForCommandsThatCompute() throws Exception {
        launch("settings");
        Files.writeString(directory.resolve("jdk/release"), "MODULES=\"java.base jdk.incubator.vector jdk.zipfs\"\n");

        assertThat(launch("--verbose", "run").output()).contains("|--add-modules=jdk.incubator.vector|");
        assertThat(launch("demo", "--once").output()).contains("|--add-modules=jdk.incubator.vector|");
        assertThat(launch("settings", "run").output()).doesNotContain("incubator");
    }

    @Test
    void startsJavaWithoutTheVectorModule() throws Exception {
        launch("settings");
        Run withoutFile = launch("run");
        Files.writeString(directory.resolve("jdk/release"), "MODULES=\"java.base jdk.zipfs\"\n");
        Run withoutModule = launch("run");

        assertThat(withoutFile.output()).contains("|run|").doesNotContain("incubator");
        assertThat(withoutModule.output()).contains("|run|").doesNotContain("incubator");
    }

    private record Run(int status, String output) {}

    private Run launch(String... arguments) throws Exception {
        return launch(root.resolve("rillcast"), arguments);
    }

    private Run launch(Path launcher, String... arguments) throws Exception {
        String[] command = new String[arguments.length + 1];
        command[0] = launcher.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("JAVA_HOME", directory.resolve("jdk").toString());
        builder.environment().put("PATH", directory.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("PROJECT", root.toString());
        builder.environment().put("RILLCAST_JVM_OPTS", "-Xmx1g  -ea");
        Process process = builder.directory(Path.of("/").toFile()).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Run(process.waitFor(), output);
    }

    private void writeJava(String version) throws IOException {
        script(
                "jdk/bin/java",
                "if [ \"$1\" = -version ]; then",
                "  echo 'openjdk version \"" + version + "\" 2020-01-01' >&2",
                "else",
                "  printf '%s|' \"$@\"; echo",
                "fi");
    }

    private void script(String name, String... lines) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/usr/bin/env bash\n" + String.join("\n", lines) + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }
}
