package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The example of an app in a repository of its own: built and tested there by Maven, then run by the built jar. */
final class OwnAppIT {

    private static final Path EXAMPLE = Path.of("examples", "own-app");

    @TempDir
    private Path folder;

    @Test
    void exampleBuildsAndTestsItselfAndItsJarRunsInLib() throws Exception {
        Path project = folder.resolve("own-app");
        copy(EXAMPLE, project);

        try (Program maven = Program.start(project, Map.of(), maven("verify"))) {
            maven.ended();
        }
        assertThat(project.resolve("target/surefire-reports/TEST-org.example.greetings.GreetingsTest.xml"))
                .content()
                .contains("tests=\"1\"", "failures=\"0\"", "errors=\"0\"", "skipped=\"0\"");

        Path beside = Files.createDirectory(folder.resolve("beside"));
        copy(EXAMPLE.resolve("samples"), beside.resolve("samples"));
        Files.createDirectory(beside.resolve("lib"));
        Files.copy(project.resolve("target/own-app.jar"), beside.resolve("lib/own-app.jar"));
        try (Program validate = Program.jar(beside, "validate")) {
            assertThat(validate.ended().output()).contains("2 files checked, no problems.");
        }
        try (Program dev = Program.jar(beside, "dev", "--http-port", "0")) {
            dev.ready().says("\"text\":\"Hello, Ada\"").stop();
            assertThat(dev.output()).doesNotContain("counter-in");
        }
    }

    private List<String> maven(String goal) throws IOException {
        return List.of(
                Path.of(System.getProperty("maven.home"), "bin", "mvn").toString(),
                "--batch-mode",
                "--quiet",
                "-Dmaven.repo.local=" + InstalledJar.repository(),
                goal);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(file -> !file.startsWith(from.resolve("target")))
                    .toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }
}
