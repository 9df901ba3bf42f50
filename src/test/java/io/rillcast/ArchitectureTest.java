package io.rillcast;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of the house: who may import whom, and what the pure rooms must not know. */
class ArchitectureTest {
    /** A package imports only packages to its left. */
    private static final String ORDER =
            "rnn <- forecast <- evaluation <- training <- serde <- streams <- web <- local <- config <- app";

    private static final List<String> ROOMS = List.of(ORDER.split(" <- "));
    private static final List<String> PURE = ROOMS.subList(0, 4);

    /** Rises as the house grows, so that the rules can never hold for want of classes. */
    private static final int FEWEST_CLASSES = 150;

    private static final List<String> NOT_PURE = List.of(
            "org.",
            "com.",
            "java.io.",
            "java.net.",
            "java.nio.channels.",
            "java.nio.file.",
            "java.time.Clock",
            "java.lang.Thread",
            "java.lang.Process",
            "java.util.Timer",
            "java.util.concurrent.",
            "java.util.logging.");

    private static final Set<String> CLOCK_CALLS =
            Set.of("currentTimeMillis", "nanoTime", "now", "getenv", "getProperty", "random", "randomUUID");

    private static final JavaClasses CLASSES = new ClassFileImporter().importPath(Path.of("target", "classes"));

    @Test
    void importsPointLeft() {
        assertThat(importsThatDoNotPointLeft(ROOMS)).isEmpty();
    }

    @Test
    void seesImportsThatPointRight() {
        List<String> backwards = new ArrayList<>(ROOMS);
        Collections.reverse(backwards);

        assertThat(importsThatDoNotPointLeft(backwards)).hasSizeGreaterThan(10);
    }

    @Test
    void seesEveryRoomThatHasSources() throws IOException {
        Set<String> seen =
                CLASSES.stream().map(ArchitectureTest::roomOf).collect(Collectors.toCollection(TreeSet::new));

        assertThat(seen).containsAll(roomsWithSources());
        assertThat(ROOMS).containsAll(seen);
        assertThat(CLASSES.size()).isGreaterThanOrEqualTo(FEWEST_CLASSES);
    }

    @Test
    void pureRoomsKnowNoKafkaFileClockLoggerOrThread() {
        List<String> found = new ArrayList<>();

        for (JavaClass type : CLASSES) {
            if (PURE.contains(roomOf(type))) {
                type.getDirectDependenciesFromSelf().stream()
                        .filter(use -> isImpure(use.getTargetClass().getName()))
                        .forEach(use -> found.add(use.getDescription()));
                type.getAccessesFromSelf().stream()
                        .filter(ArchitectureTest::readsTheWorld)
                        .forEach(access -> found.add(access.getDescription()));
            }
        }

        assertThat(found).isEmpty();
    }

    @Test
    void onlyTheVectorKernelsUseTheVectorApi() {
        Set<String> users = CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().startsWith("jdk.incubator."))
                .map(use -> use.getOriginClass().getName())
                .collect(Collectors.toSet());

        assertThat(users)
                .containsExactlyInAnyOrder(
                        "io.rillcast.rnn.VectorKernels",
                        "io.rillcast.rnn.VectorRows",
                        "io.rillcast.rnn.VectorActivations");
    }

    @Test
    void noSourceIsLongerThanAClassMayBe() throws IOException {
        List<String> tooLong = new ArrayList<>();

        List<Path> all = new ArrayList<>(sources("main"));
        all.addAll(sources("bench"));
        for (Path source : all) {
            int lines = Files.readAllLines(source).size();
            if (lines > 300) {
                tooLong.add(source + ": lines=" + lines);
            }
        }

        assertThat(tooLong).isEmpty();
    }

    @Test
    void noMethodHasTooManyParameters() {
        List<String> found = CLASSES.stream()
                .filter(type -> !type.getPackageName().equals("io.rillcast.avro"))
                .flatMap(type -> type.getCodeUnits().stream())
                .filter(ArchitectureTest::isWrittenByHand)
                .filter(unit -> unit.getRawParameterTypes().size() > mostParameters(unit))
                .map(JavaCodeUnit::getFullName)
                .toList();

        assertThat(found).isEmpty();
    }

    private static List<String> importsThatDoNotPointLeft(List<String> order) {
        return CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(use -> use.getTargetClass().getPackageName().startsWith("io.rillcast."))
                .filter(use ->
                        order.indexOf(roomOf(use.getTargetClass())) > order.indexOf(roomOf(use.getOriginClass())))
                .map(use -> use.getDescription())
                .toList();
    }

    /** The first package below the root; what Avro generates belongs to serde. */
    private static String roomOf(JavaClass type) {
        String below = type.getPackageName().replaceFirst("^io\\.rillcast\\.?", "");
        String room = below.replaceFirst("\\..*", "");
        return room.equals("avro") ? "serde" : room;
    }

    private static boolean isImpure(String className) {
        String name = className.replaceFirst("^\\[+L", "");
        return !name.equals("java.io.Serializable") && NOT_PURE.stream().anyMatch(name::startsWith);
    }

    private static boolean readsTheWorld(JavaAccess<?> access) {
        String owner = access.getTargetOwner().getName();
        boolean isJdk =
                owner.startsWith("java.lang.") || owner.startsWith("java.time.") || owner.startsWith("java.util.");
        boolean isUnseededRandom = access.getTarget().getFullName().equals("java.util.Random.<init>()");
        return isUnseededRandom || (isJdk && CLOCK_CALLS.contains(access.getName()));
    }

    /** Not a record's components, nor what the compiler makes of lambdas and enums. */
    private static boolean isWrittenByHand(JavaCodeUnit unit) {
        boolean isRecordItself = unit.isConstructor() && unit.getOwner().isRecord();
        boolean isCompilers = unit.getModifiers().stream()
                .anyMatch(modifier -> modifier.name().equals("SYNTHETIC"));
        return !isRecordItself && !isCompilers && !unit.getOwner().isEnum();
    }

    /** Kernels may have 7. */
    private static int mostParameters(JavaCodeUnit unit) {
        return List.of("rnn", "training").contains(roomOf(unit.getOwner())) ? 7 : 5;
    }

    private static Set<String> roomsWithSources() throws IOException {
        return sources("main").stream()
                .map(source -> source.getParent().getFileName().toString())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static List<Path> sources(String tree) throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", tree, "java", "io", "rillcast"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .filter(file -> !file.getFileName().toString().equals("package-info.java"))
                    .toList();
        }
    }
}
