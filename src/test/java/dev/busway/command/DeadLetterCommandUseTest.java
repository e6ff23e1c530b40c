package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class DeadLetterCommandUseTest {

    private final StringWriter err = new StringWriter();

    @Test
    void resubmittingNeedsAChoice() {
        assertThat(run("resubmit", "in")).isEqualTo(2);
        assertThat(err.toString()).contains("Say which ones").contains("--all");
    }

    @Test
    void purgingNeedsAYes() {
        assertThat(run("purge", "in", "--all")).isEqualTo(2);
        assertThat(err.toString()).contains("--dry-run").contains("--yes");
    }

    @Test
    void aRateOutOfRangeIsWrongUse() {
        assertThat(run("resubmit", "in", "--all", "--rate", "0.01")).isEqualTo(2);
        assertThat(err.toString()).contains("rate must be");
    }

    @Test
    void anUnreadableAgeIsWrongUseAndSaysHowToWriteOne() {
        assertThat(run("list", "in", "--older-than", "soon")).isEqualTo(2);
        assertThat(err.toString()).contains("90s, 30m, 2h, 7d");
    }

    @Test
    void withoutAVerbItSaysWhichThereAre() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("list, show, resubmit or purge");
    }

    @ParameterizedTest
    @CsvSource({"90s,PT90S", "30m,PT30M", "2h,PT2H", "7d,PT168H", "1d12h,PT36H", "1h30m,PT1H30M", "PT5S,PT5S"})
    void agesAreWrittenAsPeopleWriteThem(String text, Duration expected) {
        assertThat(new AgeConverter().convert(text)).isEqualTo(expected);
    }

    private int run(String... arguments) {
        CommandLine commandLine = new CommandLine(new DeadLetterCommand());
        return commandLine.setErr(new PrintWriter(err, true)).execute(arguments);
    }
}
