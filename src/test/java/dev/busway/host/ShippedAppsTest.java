package dev.busway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.fasterxml.jackson.databind.JsonNode;
import dev.busway.emulator.ServiceBusEmulator;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the two shipped routes make of what they are sent. */
final class ShippedAppsTest {

    private final ServiceBusEmulator emulator = ServiceBusEmulator.start();

    private static final int MANY = 1_000;

    @AfterEach
    void closeEmulator() {
        emulator.close();
    }

    @Test
    void aFeedbackFormBecomesARatedSummaryWithoutTheAddress() throws IOException {
        try (AppsOnEmulator apps = AppsOnEmulator.start(emulator)) {
            apps.send("feedback-form-in", "m1", """
                    {"id": "f1", "rating": 1, "comment": "Late. Mail me at ada@example.org.", "email": "ada@example.org"}""");

            ServiceBusReceivedMessage output = apps.take("feedback-form-out", 1).get(0);

            JsonNode json = AppsOnEmulator.json(output);
            assertThat(json.get("id").asText()).isEqualTo("f1");
            assertThat(json.get("sentiment").asText()).isEqualTo("negative");
            assertThat(json.get("needsFollowUp").asBoolean()).isTrue();
            assertThat(output.getBody().toString()).doesNotContain("ada@example.org");
            assertThat(output.getContentType()).isEqualTo("application/json");
            await().untilAsserted(() ->
                    assertThat(emulator.counts("feedback-form-in").locked()).isZero());
        }
    }

    @Test
    void aTextBecomesItsCounts() throws IOException {
        try (AppsOnEmulator apps = AppsOnEmulator.start(emulator)) {
            apps.send("counter-in", "m1", "{\"id\": \"c1\", \"text\": \"Der Bus. Der \\uD83D\\uDE8C\\nkommt\"}");

            JsonNode json = AppsOnEmulator.json(apps.take("counter-out", 1).get(0));

            assertThat(json.get("id").asText()).isEqualTo("c1");
            assertThat(json.get("words").asInt()).isEqualTo(4);
            assertThat(json.get("uniqueWords").asInt()).isEqualTo(3);
            assertThat(json.get("lines").asInt()).isEqualTo(2);
        }
    }

    @Test
    void aLargeTextOfAllScriptsKeepsEveryCharacter() throws IOException {
        String line = "Größe 東京 мир \uD83D\uDE8C e\u0301 ";
        String text = line.repeat(3_000);
        try (AppsOnEmulator apps = AppsOnEmulator.start(emulator)) {
            apps.send("counter-in", "large", "{\"id\": \"größe-東京\", \"text\": \"" + text + "\"}");

            JsonNode json = AppsOnEmulator.json(apps.take("counter-out", 1).get(0));

            assertThat(json.get("id").asText()).isEqualTo("größe-東京");
            assertThat(json.get("characters").asInt()).isEqualTo(text.codePointCount(0, text.length()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"id\": \"secret-value\",", "{\"id\": \"secret-value"})
    void whatIsNotJsonIsDeadLetteredAtOnce(String body) {
        try (AppsOnEmulator apps = AppsOnEmulator.start(emulator)) {
            apps.send("counter-in", "m1", body);

            ServiceBusReceivedMessage dead =
                    apps.takeDeadLetters("counter-in", 1).get(0);

            assertThat(dead.getDeadLetterReason()).isEqualTo("MalformedJson");
            assertThat(dead.getDeadLetterErrorDescription()).doesNotContain("secret-value");
            assertThat(dead.getMessageId()).isEqualTo("m1");
            assertThat(apps.report("counter").counts().redelivered()).isZero();
        }
    }

    @Test
    void whatFailsValidationIsDeadLetteredWithTheFieldAndNoValue() {
        try (AppsOnEmulator apps = AppsOnEmulator.start(emulator)) {
            apps.send("feedback-form-in", "m1", """
                    {"id": "f1", "rating": 9, "comment": "hidden words", "email": "not-an-address"}""");

            ServiceBusReceivedMessage dead =
                    apps.takeDeadLetters("feedback-form-in", 1).get(0);

            assertThat(dead.getDeadLetterReason()).isEqualTo("ValidationFailed");
            assertThat(dead.getDeadLetterErrorDescription())
                    .contains("rating", "email")
                    .doesNotContain("hidden words", "not-an-address");
        }
    }

    @Test
    void aThousandMessagesAtConcurrency32GiveEachOutputExactlyOnce() throws IOException {
        try (AppsOnEmulator apps = AppsOnEmulator.start(emulator)) {
            for (int start = 0; start < MANY; start += 100) {
                apps.send("counter-in", texts(start, start + 100));
            }

            List<String> ids = apps.take("counter-out", MANY).stream()
                    .map(ShippedAppsTest::idOf)
                    .sorted()
                    .toList();

            assertThat(ids)
                    .isEqualTo(IntStream.range(0, MANY)
                            .mapToObj(i -> "text-" + i)
                            .sorted()
                            .toList());
            await().untilAsserted(() ->
                    assertThat(apps.report("counter").counts().completed()).isEqualTo(MANY));
            assertThat(emulator.counts("counter-out").active()).isZero();
            assertThat(emulator.counts("counter-in").active()).isZero();
            assertThat(emulator.counts("counter-in").deadLettered()).isZero();
        }
    }

    @Test
    void onlyTheNamedAppsAreHosted() {
        try (AppsOnEmulator apps =
                AppsOnEmulator.start(emulator, settings -> settings.with("busway.apps", "counter"))) {
            assertThat(apps.host().apps().names()).containsExactly("counter");
            assertThat(apps.host().lanes()).extracting(Lane::app).containsExactly("counter");
        }
    }

    private static List<ServiceBusMessage> texts(int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> new ServiceBusMessage(BinaryData.fromString(
                                "{\"id\": \"text-" + i + "\", \"text\": \"text number " + i + "\"}"))
                        .setMessageId("message-" + i))
                .toList();
    }

    private static String idOf(ServiceBusReceivedMessage message) {
        try {
            return AppsOnEmulator.json(message).get("id").asText();
        } catch (IOException e) {
            throw new IllegalStateException("An output is not JSON", e);
        }
    }
}
