package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.settings.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What a sender writes into every part of a message cannot act on the terminal of whoever looks at it. */
final class HostileMessageOnTerminalTest {

    /** Title, clipboard, one-byte control sequence, cursor to the start of the line, right to left, zero width, line separator. */
    private static final String HOSTILE =
            "x\u001b]0;owned\u0007\u001b]52;c;ZXZpbA==\u0007\u009b2J\rforged\u202egnp.exe\u200b\u2028y";

    private static ServiceBusEmulator emulator;

    @BeforeAll
    static void start() {
        emulator = ServiceBusEmulator.start();
        try (ServiceBusSenderClient sender = client().sender().queueName("q").buildClient()) {
            for (int i = 0; i < 2; i++) {
                sender.sendMessage(message());
            }
        }
        try (ServiceBusReceiverClient receiver =
                client().receiver().queueName("q").disableAutoComplete().buildClient()) {
            receiver.receiveMessages(1)
                    .forEach(message -> receiver.deadLetter(
                            message,
                            new DeadLetterOptions()
                                    .setDeadLetterReason(HOSTILE)
                                    .setDeadLetterErrorDescription(HOSTILE + "\nforged line")));
        }
    }

    @AfterAll
    static void stop() {
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "peek q",
                "peek q --dead-letter",
                "receive q --no-complete",
                "dead-letter list q",
                "dead-letter show q 1",
                "dead-letter show q 2"
            })
    void nothingThatIsPrintedActsOnATerminal(String command) {
        String printed = run(command.split(" "));

        assertThat(printed.chars())
                .noneMatch(each -> (Character.isISOControl(each) && each != '\n')
                        || each == 0x202e
                        || each == 0x200b
                        || each == 0x2028);
        assertThat(printed.lines()).noneMatch(line -> line.startsWith("forged"));
        if (!printed.contains("There is no dead letter")) {
            assertThat(printed).contains("\\u001b]0;owned\\u0007", "\\u009b2J", "\\u202e");
        }
    }

    @Test
    void rawBodiesGoToFilesAndPipesOnly() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        RawBodies.to(file, false).print(HOSTILE.getBytes(java.nio.charset.StandardCharsets.UTF_8));

        assertThat(file.toString(java.nio.charset.StandardCharsets.UTF_8)).isEqualTo(HOSTILE);
        assertThatThrownBy(() -> RawBodies.to(file, true))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("--raw")
                .hasMessageContaining("> file");
    }

    private static String run(String... arguments) {
        StringWriter printed = new StringWriter();
        PrintWriter writer = new PrintWriter(printed, true);
        CommandLine commandLine =
                BuswayCommand.commandLineFor(arguments[0]).setOut(writer).setErr(writer);
        commandLine.execute(
                Stream.concat(Stream.of(arguments), Stream.of("--emulator", Integer.toString(emulator.port())))
                        .toArray(String[]::new));
        return printed.toString().replace(System.lineSeparator(), "\n");
    }

    private static ServiceBusMessage message() {
        ServiceBusMessage message = new ServiceBusMessage("a\nb " + HOSTILE)
                .setMessageId(HOSTILE)
                .setCorrelationId(HOSTILE)
                .setSubject(HOSTILE)
                .setContentType(HOSTILE);
        message.getApplicationProperties().put("name " + HOSTILE, "value " + HOSTILE + "\nforged property");
        return message;
    }

    private static ServiceBusClientBuilder client() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }
}
