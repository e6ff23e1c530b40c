package dev.busway.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.deploy.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive that the built jar makes on the Java that runs this, as a user makes and uses it. */
final class StartArchiveIT {

    private static final String FROM_ARCHIVE = "shared objects file";

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void makeTheArchive() throws Exception {
        jar = Files.copy(Program.builtJar(), folder.resolve("busway.jar"));
        // What the owner keeps beside the jar is not run in training.
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(folder.resolve("config").resolve("application.properties"), "counter.in.queue=elsewhere\n");
        Files.createDirectory(folder.resolve("routes"));
        Files.writeString(folder.resolve("routes").resolve("broken.camel.yaml"), "- route: {");
        try (Program archive = Program.java(folder, List.of(), jar, "archive")) {
            assertThat(archive.ended().output()).contains("java @" + folder.resolve("busway.start") + " -jar " + jar);
        }
        Files.delete(folder.resolve("routes").resolve("broken.camel.yaml"));
        Files.delete(folder.resolve("routes"));
    }

    @Test
    void archiveSavesWorkAtTheStartUntilTheJarChanges() throws Exception {
        Duration without = workUntilReady(List.of("-XX:+UseSerialGC"));
        Duration with = workUntilReady(List.of("@busway.start", "-Xlog:class+load:file=loaded.txt"));

        assertThat(sourceOf("dev.busway.host.Host")).contains(FROM_ARCHIVE);
        assertThat(sourceOf("org.apache.camel.impl.DefaultCamelContext")).contains(FROM_ARCHIVE);
        assertThat(sourceOf("org.apache.camel.impl.engine.AbstractCamelContext\\$\\$Lambda\\S+"))
                .contains(FROM_ARCHIVE);
        assertThat(with).isLessThan(without);
        assertThat(folder.resolve("busway-archive.log")).doesNotExist();

        Files.setLastModifiedTime(jar, FileTime.from(Instant.parse("2026-01-01T00:00:00Z")));
        workUntilReady(List.of("@busway.start", "-Xlog:class+load:file=loaded.txt"));

        assertThat(sourceOf("dev.busway.host.Host")).doesNotContain(FROM_ARCHIVE);
    }

    /** Processor time until the host is ready; unlike the time on the clock it hardly depends on what else runs here. */
    private Duration workUntilReady(List<String> options) throws Exception {
        try (Program dev = Program.java(folder, options, Path.of("busway.jar"), "dev", "--http-port", "0")) {
            Duration work = dev.ready().process().info().totalCpuDuration().orElseThrow();
            dev.stop();
            return work;
        }
    }

    private String sourceOf(String classPattern) throws IOException {
        return Files.readAllLines(folder.resolve("loaded.txt")).stream()
                .filter(line -> line.matches(".* " + classPattern + " source: .*"))
                .findFirst()
                .orElseThrow();
    }
}
