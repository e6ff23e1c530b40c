package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueSettings;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
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
    void withoutAQueueTheyAreListedAppByApp() {
        deadLetter("counter-in", "third", "MalformedJson", "line 7, column 1");

        assertThat(run("list", "--routes", "routes")).isZero();

        assertThat(out.toString())
                .containsSubsequence(
                        "app counter",
                        "1 dead letters of counter-in",
                        "MalformedJson",
                        "line 7, column 1",
                        "third",
                        "app feedback-form",
                        "No dead letters of feedback-form-in.")
                .doesNotContain("first", "second");
    }

    @Test
    void anAppWhoseQueueIsNotThereIsNamedAndTheOthersAreListed() {
        try (ServiceBusEmulator strict =
                ServiceBusEmulator.start(EmulatorOptions.DEFAULT.withCreateOnFirstUse(false))) {
            strict.declareQueue("feedback-form-in");
            int code = BuswayCommand.commandLine()
                    .setOut(new PrintWriter(out, true))
                    .execute("dead-letter", "list", "--routes", "routes", "--emulator", strict.port() + "");

            assertThat(code).isEqualTo(1);
            assertThat(out.toString())
                    .containsSubsequence(
                            "app counter",
                            "cannot read the dead letters of counter-in",
                            "app feedback-form",
                            "No dead letters of feedback-form-in.");
        }
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

    @Test
    void subscriptionsHaveDeadLettersToo() {
        emulator.declareTopic("orders");
        emulator.declareSubscription("orders", QueueSettings.of("mine"));

        assertThat(run("list", "orders/Subscriptions/mine")).isZero();
        assertThat(out.toString()).contains("No dead letters of orders/Subscriptions/mine.");

        assertThat(run("resubmit", "orders/Subscriptions/mine", "--all")).isEqualTo(2);
        assertThat(err.toString()).contains("comes to all of its subscriptions");
    }

    @Test
    void messagesArePeekedAtAndTakenOutOfAQueueAndItsDeadLetterQueue() {
        assertThat(command("peek", "in", "--dead-letter")).isZero();
        assertThat(out.toString()).contains("body of first", "body of second");
        assertThat(emulator.counts("in").deadLettered()).isEqualTo(2);

        assertThat(command("receive", "in", "--dead-letter", "--count", "2", "--wait", "30"))
                .isZero();
        assertThat(emulator.counts("in").deadLettered()).isZero();

        assertThat(command("peek", "in")).isZero();
        assertThat(err.toString()).contains("No message in in");
    }

    private int run(String... arguments) {
        return command(
                Stream.concat(Stream.of("dead-letter"), Stream.of(arguments)).toArray(String[]::new));
    }

    private int command(String... arguments) {
        String[] all = Stream.concat(Stream.of(arguments), Stream.of("--emulator", Integer.toString(emulator.port())))
                .toArray(String[]::new);
        return BuswayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private void deadLetter(String id, String reason, String description) {
        deadLetter("in", id, reason, description);
    }

    private void deadLetter(String queue, String id, String reason, String description) {
        try (ServiceBusSenderClient sender =
                        connection().sender().queueName(queue).buildClient();
                ServiceBusReceiverClient receiver =
                        connection().receiver().queueName(queue).buildClient()) {
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
