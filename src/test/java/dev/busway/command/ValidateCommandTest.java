package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

final class ValidateCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    @Test
    void goodRoutesExitWithZero() {
        assertThat(run("validate", "routes")).isZero();
        assertThat(out.toString()).matches("[1-9]\\d* files checked, no problems\\.\\R");
    }

    @Test
    void problemsExitWithOneAndNameFileAndLine() throws Exception {
        Path file = folder.resolve("bad.camel.yaml");
        Files.writeString(file, "- route:\n    id: bad\n    form: x\n");

        assertThat(run("validate", file.toString())).isEqualTo(1);
        assertThat(out.toString()).startsWith(file + ":3: ").contains("Write from.", "1 file checked, 1 problem.");
    }

    @Test
    void jsonHoldsTheSame() throws Exception {
        Path file = folder.resolve("bad.camel.yaml");
        Files.writeString(file, "- route:\n    id: bad\n    form: x\n");

        assertThat(run("validate", "--json", file.toString())).isEqualTo(1);
        JsonNode result = new ObjectMapper().readTree(out.toString());
        assertThat(result.get("valid").asBoolean()).isFalse();
        assertThat(result.at("/problems/0/line").asInt()).isEqualTo(3);
        assertThat(result.at("/problems/0/file").asText()).isEqualTo(file.toString());
    }

    @Test
    void missingFileIsWrongUse() {
        assertThat(run("validate", folder.resolve("none.camel.yaml").toString()))
                .isEqualTo(2);
        assertThat(err.toString()).contains("There is no ");
    }

    @Test
    void routesAreShownAsTableAndDiagram() {
        assertThat(run("routes", "routes")).isZero();
        assertThat(out.toString()).contains("feedback-form-in");
        assertThat(run("routes", "--mermaid", "routes")).isZero();
        assertThat(out.toString()).contains("flowchart LR");
    }

    private int run(String... arguments) {
        CommandLine commandLine = BuswayCommand.commandLine();
        commandLine.setOut(new PrintWriter(out, true));
        commandLine.setErr(new PrintWriter(err, true));
        return commandLine.execute(arguments);
    }
}
