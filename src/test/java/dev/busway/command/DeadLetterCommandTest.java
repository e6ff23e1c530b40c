package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import dev.busway.emulator.ServiceBusEmulator;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class DeadLetterCommandTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private ServiceBusEmulator emulator;

    @BeforeEach
    void start() {
        emulator = ServiceBusEmulator.start();
        deadLetter("first", "MalformedJson", "line 1, column 2");
        deadLetter("second", "ValidationFailed", "$.rating");
    }

    @AfterEach
    void stop() {
        emulator.close();
    }

    @Test
    void listCountsByReasonAndShowPrintsOne() {
        assertThat(run("list", "in")).isZero();
        assertThat(out.toString())
                .contains("2 dead letters of in")
                .contains("MalformedJson", "line 1, column 2", "second");

        assertThat(run("show", "in", "1")).isZero();
        assertThat(out.toString()).contains("message id:", "first", "body of first");

        assertThat(run("show", "in", "99")).isEqualTo(1);
        assertThat(err.toString()).contains("no dead letter 99");
    }

    @Test
    void resubmitSendsAGroupInAgainAndPurgeRemovesTheRest() {
        assertThat(run("resubmit", "in", "--reason", "ValidationFailed", "--dry-run"))
                .isZero();
        assertThat(out.toString()).contains("1 dead letters would be resubmitted. Nothing was done.");
        assertThat(emulator.counts("in").deadLettered()).isEqualTo(2);

        assertThat(run("resubmit", "in", "--reason", "ValidationFailed", "--set", "tenant=acme"))
                .isZero();
        assertThat(out.toString()).contains("1 of 1 dead letters resubmitted");
        assertThat(emulator.counts("in").active()).isEqualTo(1);

        assertThat(run("purge", "in", "--all", "--yes")).isZero();
        assertThat(out.toString()).contains("1 of 1 dead letters removed");
        assertThat(emulator.counts("in").deadLettered()).isZero();
        assertThat(emulator.counts("in").active()).isEqualTo(1);
    }

    private int run(String... arguments) {
        String[] all = new String[arguments.length + 3];
        all[0] = "dead-letter";
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        all[arguments.length + 1] = "--emulator";
        all[arguments.length + 2] = Integer.toString(emulator.port());
        return BuswayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private void deadLetter(String id, String reason, String description) {
        try (ServiceBusSenderClient sender =
                        connection().sender().queueName("in").buildClient();
                ServiceBusReceiverClient receiver =
                        connection().receiver().queueName("in").buildClient()) {
            sender.sendMessages(List.of(new ServiceBusMessage("body of " + id).setMessageId(id)));
            receiver.receiveMessages(1, Duration.ofSeconds(10))
                    .forEach(message -> receiver.deadLetter(
                            message,
                            new DeadLetterOptions()
                                    .setDeadLetterReason(reason)
                                    .setDeadLetterErrorDescription(description)));
        }
    }

    private ServiceBusClientBuilder connection() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }
}
