package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueSettings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CheckCommandTest {

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    @Test
    void everythingThatTheAppsNeedIsTried() {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(EmulatorOptions.DEFAULT)) {
            int code = run("check", "--routes", "routes", "--emulator", Integer.toString(emulator.port()));
            assertThat(out.toString())
                    .contains("good       namespace 127.0.0.1")
                    .contains("counter may receive from counter-in")
                    .contains("counter may send to counter-out, messages of up to 256 KiB")
                    .contains("feedback-form may receive from feedback-form-in")
                    .contains("not known  lock duration");
            assertThat(code).isZero();
            assertThat(emulator.counts("counter-out").active()).isZero();
        }
    }

    @Test
    void aMissingQueueIsNamedWithWhatToDo() {
        try (ServiceBusEmulator emulator =
                ServiceBusEmulator.start(EmulatorOptions.DEFAULT.withCreateOnFirstUse(false))) {
            emulator.declareQueue("counter-in");
            int code = run("check", "--routes", "routes", "--emulator", Integer.toString(emulator.port()));
            assertThat(out.toString().lines())
                    .anyMatch(line -> line.startsWith("good       counter may receive from counter-in"))
                    .anyMatch(line -> line.startsWith("bad        counter cannot send to counter-out: ")
                            && line.endsWith("-> Create it, or set the name that it really has (see busway routes)."));
            assertThat(code).isEqualTo(1);
        }
    }

    @Test
    void aSubscriptionIsTriedAsAnInputAndATopicAsAnOutput() throws IOException {
        Path file = subscriber();
        try (ServiceBusEmulator emulator =
                ServiceBusEmulator.start(EmulatorOptions.DEFAULT.withCreateOnFirstUse(false))) {
            emulator.declareTopic("orders");
            emulator.declareTopic("results");
            String port = Integer.toString(emulator.port());
            assertThat(run("check", file.toString(), "--emulator", port)).isEqualTo(1);
            assertThat(out.toString())
                    .containsPattern("bad +subscriber cannot receive from orders/Subscriptions/mine: .* -> Create it");
            out.getBuffer().setLength(0);

            emulator.declareSubscription("orders", QueueSettings.of("mine"));
            assertThat(run("check", file.toString(), "--emulator", port))
                    .as(out.toString())
                    .isZero();
            assertThat(out.toString())
                    .contains("good       subscriber may receive from orders/Subscriptions/mine")
                    .contains("good       subscriber may send to results, messages of up to")
                    .contains("not known  lock duration and max delivery count of orders/Subscriptions/mine");
        }
    }

    @Test
    void rightsAreGivenForTheSubscriptionAndTheTopic() throws IOException {
        assertThat(run("rights", subscriber().toString(), "--dead-letter")).isZero();
        assertThat(out.toString().lines().filter(line -> line.startsWith("az ")))
                .hasSize(2)
                .anyMatch(
                        line -> line.contains("Data Receiver") && line.contains("/topics/orders/subscriptions/mine\""))
                .anyMatch(line -> line.contains("Data Sender") && line.contains("/topics/results\""));
    }

    private Path subscriber() throws IOException {
        return Files.writeString(folder.resolve("subscriber.camel.yaml"), """
                - route:
                    id: subscriber
                    from:
                      uri: azure-servicebus:orders
                      parameters:
                        serviceBusType: topic
                        subscriptionName: mine
                      steps:
                        - to:
                            uri: azure-servicebus:results
                            parameters:
                              serviceBusType: topic
                """);
    }

    @Test
    void theLeastRightsArePrintedPerQueue() {
        assertThat(run("rights", "--routes", "routes", "--dead-letter")).isZero();
        assertThat(out.toString().lines())
                .anyMatch(line -> line.contains("Data Receiver") && line.contains("/queues/counter-in\""))
                .anyMatch(line -> line.contains("Data Sender") && line.contains("/queues/counter-out\""))
                .anyMatch(line -> line.contains("Data Sender") && line.contains("/queues/counter-in\""))
                .noneMatch(line -> line.contains("Owner"));
    }

    private int run(String... arguments) {
        return BuswayCommand.commandLine().setOut(new PrintWriter(out, true)).execute(arguments);
    }
}
