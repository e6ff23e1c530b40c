package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar in a folder with routes, schemas and properties beside it, as a deployment without containers has it. */
final class InstallationIT {

    @TempDir
    private Path folder;

    private Path jar;

    @BeforeEach
    void install() throws IOException {
        jar = Files.copy(Program.builtJar(), folder.resolve("busway.jar"));
        for (String file : List.of("counter.camel.yaml", "error-handling.camel.yaml", "schemas/counter.schema.json")) {
            Path target = folder.resolve("routes").resolve(file);
            Files.createDirectories(target.getParent());
            Files.copy(Path.of("routes").resolve(file), target);
        }
        Files.createDirectory(folder.resolve("config"));
        Files.writeString(
                folder.resolve("config").resolve("application.properties"),
                "counter.out.queue=counted\nbusway.http.port=0\n");
    }

    @Test
    void whatLiesBesideTheJarIsUsedFromItsFolder() throws Exception {
        assertHosts(folder);
    }

    @Test
    void whatLiesBesideTheJarIsUsedFromAnywhere() throws Exception {
        assertHosts(Files.createDirectory(folder.resolve("elsewhere")));
    }

    @Test
    void validateChecksTheSameFromAnywhere() throws Exception {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        try (Program validate = Program.java(elsewhere, List.of(), jar, "validate")) {
            assertThat(validate.ended().output()).contains("2 files checked, no problems.");
        }
    }

    private void assertHosts(Path workingDirectory) throws Exception {
        try (Program dev = Program.java(workingDirectory, List.of(), jar, "dev")) {
            dev.says("counted  sample-poem").stop();
            assertThat(dev.output()).doesNotContain("feedback-form");
        }
    }
}
