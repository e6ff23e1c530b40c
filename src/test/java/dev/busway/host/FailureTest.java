package dev.busway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of a message whose processor fails, in a copy of the shipped route. */
final class FailureTest {

    private final ServiceBusEmulator emulator = ServiceBusEmulator.start();

    @TempDir
    private Path routes;

    @AfterEach
    void closeEmulator() {
        emulator.close();
    }

    @Test
    void aFailureThatPassesIsTriedAgainAndGivesOneOutput() throws IOException {
        try (AppsOnEmulator apps = start()) {
            apps.send("counter-in", "m1", text("passes", "fails 2"));

            ServiceBusReceivedMessage output = apps.take("counter-out", 1).get(0);

            assertThat(AppsOnEmulator.json(output).get("id").asText()).isEqualTo("passes");
            assertThat(FailingCounter.triesOf("passes")).isEqualTo(3);
            await().untilAsserted(() -> {
                assertThat(apps.report("counter").counts().completed()).isEqualTo(1);
                assertThat(apps.report("counter").counts().redelivered()).isEqualTo(2);
            });
            assertThat(emulator.counts("counter-out").active()).isZero();
        }
    }

    @Test
    void aFailureThatDoesNotPassUsesTheTriesOfEachDeliveryUp() throws IOException {
        emulator.declareQueue(QueueSettings.of("counter-in").withMaxDeliveryCount(2));
        try (AppsOnEmulator apps = start()) {
            apps.send("counter-in", "m1", text("stays", "fails 1000"));

            ServiceBusReceivedMessage dead =
                    apps.takeDeadLetters("counter-in", 1).get(0);

            assertThat(dead.getDeadLetterReason()).isEqualTo("MaxDeliveryCountExceeded");
            assertThat(FailingCounter.triesOf("stays")).isEqualTo(2 * 5);
            await().untilAsserted(() ->
                    assertThat(apps.report("counter").counts().abandoned()).isEqualTo(2));
            assertThat(emulator.counts("counter-out").active()).isZero();
        }
    }

    @Test
    void aPoisonousMessageDoesNotHoldItsNeighboursUp() throws IOException {
        try (AppsOnEmulator apps = start()) {
            apps.send("counter-in", "poison", text("poison", "fails 1000"));
            apps.send("counter-in", "good", text("good", "a good one"));

            assertThat(AppsOnEmulator.json(apps.take("counter-out", 1).get(0))
                            .get("id")
                            .asText())
                    .isEqualTo("good");
        }
    }

    @Test
    void anUnrecoverableMessageIsDeadLetteredAtOnce() throws IOException {
        try (AppsOnEmulator apps = start()) {
            apps.send("counter-in", "m1", text("unrecoverable", "never"));

            ServiceBusReceivedMessage dead =
                    apps.takeDeadLetters("counter-in", 1).get(0);

            assertThat(dead.getDeadLetterReason()).isEqualTo("UnrecoverableMessage");
            assertThat(FailingCounter.triesOf("unrecoverable")).isEqualTo(1);
        }
    }

    @Test
    void aProcessorThatReturnsNullCompletesWithoutAnOutput() throws IOException {
        try (AppsOnEmulator apps = start()) {
            apps.send("counter-in", "m1", text("silent", "nothing"));
            apps.send("counter-in", "m2", text("loud", "something"));

            assertThat(AppsOnEmulator.json(apps.take("counter-out", 1).get(0))
                            .get("id")
                            .asText())
                    .isEqualTo("loud");
            await().untilAsserted(() ->
                    assertThat(apps.report("counter").counts().completed()).isEqualTo(2));
            assertThat(emulator.counts("counter-out").active()).isZero();
        }
    }

    private AppsOnEmulator start() throws IOException {
        return AppsOnEmulator.start(emulator, AppsOnEmulator.withFailingCounter(routes));
    }

    private static String text(String id, String text) {
        return "{\"id\": \"" + id + "\", \"text\": \"" + text + "\"}";
    }
}
