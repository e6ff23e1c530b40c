package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.Stream;
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
    void aServiceBusThatIsNotThereIsToldInOneSentenceBeforeTheSdkHasTried() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        for (String[] arguments :
                new String[][] {{"peek", "q"}, {"receive", "q"}, {"send", "q", "body"}, {"dead-letter", "list", "q"}}) {
            StringWriter err = new StringWriter();
            CommandLine commandLine = BuswayCommand.commandLineFor(arguments[0]).setErr(new PrintWriter(err, true));
            String[] all = Stream.concat(Stream.of(arguments), Stream.of("--emulator", Integer.toString(port)))
                    .toArray(String[]::new);
            long before = System.nanoTime();

            assertThat(commandLine.execute(all)).isEqualTo(1);
            assertThat(err.toString())
                    .isEqualToIgnoringNewLines("busway: 127.0.0.1:" + port
                            + " refuses connections -> Does the emulator run, and on this port?");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void optionsWithoutACommandAreThoseOfRun() {
        CommandLine commandLine = BuswayCommand.commandLineFor("--http-port");

        assertThat(commandLine.parseArgs("--http-port", "0").hasMatchedOption("--http-port"))
                .isTrue();
    }
}
