package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class BuswayCommandTest {

    @Test
    void everyCommandIsCalledAsItsHelpSays() {
        assertThat(BuswayCommand.commandLine().getSubcommands())
                .hasSizeGreaterThan(10)
                .allSatisfy((name, command) -> assertThat(command.getCommandName())
                        .as(
                                "the name in the annotation of %s",
                                command.getCommand().getClass())
                        .isEqualTo(name));
    }

    @Test
    void onlyTheCommandThatIsNamedIsRead() {
        assertThat(BuswayCommand.commandLineFor("peek").getSubcommands()).containsOnlyKeys("peek");
    }

    @Test
    void aSlipInTheNameIsToldWithTheNearestName() {
        StringWriter err = new StringWriter();
        CommandLine commandLine = BuswayCommand.commandLineFor("valdate").setErr(new PrintWriter(err, true));

        assertThat(commandLine.execute("valdate")).isEqualTo(2);
        assertThat(err.toString()).contains("'valdate'").contains("busway validate");
    }

    @Test
    void optionsWithoutACommandAreThoseOfRun() {
        CommandLine commandLine = BuswayCommand.commandLineFor("--http-port");

        assertThat(commandLine.parseArgs("--http-port", "0").hasMatchedOption("--http-port"))
                .isTrue();
    }
}
