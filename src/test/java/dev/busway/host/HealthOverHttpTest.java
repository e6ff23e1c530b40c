package dev.busway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What health says over HTTP while Service Bus is there, gone, and back. */
final class HealthOverHttpTest {

    private static final Duration TOLD_WITHIN = Duration.ofSeconds(10);
    private static final Duration BACK_WITHIN = Duration.ofSeconds(40);

    @Test
    void everyAppHasACheckWithItsQueuesAndCounts() throws Exception {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                AppsOnEmulator apps = AppsOnEmulator.start(emulator)) {
            apps.send("counter-in", "m1", "{\"id\": \"c1\", \"text\": \"one two\"}");
            await().atMost(BACK_WITHIN).untilAsserted(() -> {
                HttpResponse<String> health = apps.get("/health");
                assertThat(health.statusCode()).isEqualTo(200);
                assertThat(check(health, "counter").at("/data/completed").asInt())
                        .isEqualTo(1);
            });

            JsonNode check = check(apps.get("/health/ready"), "counter");
            assertThat(check.get("status").asText()).isEqualTo("UP");
            assertThat(check.at("/data/state").asText()).isEqualTo("RECEIVING");
            assertThat(check.at("/data/in").asText()).isEqualTo("counter-in");
            assertThat(check.at("/data/out").asText()).isEqualTo("counter-out");
            assertThat(check.at("/data/received").asInt()).isEqualTo(1);
            assertThat(check.at("/data/lastMessageAt").asText()).isNotBlank();
            assertThat(check(apps.get("/health"), "feedback-form")
                            .at("/data/received")
                            .asInt())
                    .isZero();
        }
    }

    @Test
    void readyFollowsServiceBusAndLiveDoesNot() throws Exception {
        ServiceBusEmulator first = ServiceBusEmulator.start();
        try (AppsOnEmulator apps = AppsOnEmulator.start(first)) {
            await().atMost(BACK_WITHIN).until(() -> apps.get("/health/ready").statusCode() == 200);

            int port = first.port();
            first.close();
            await().atMost(TOLD_WITHIN).until(() -> apps.get("/health/ready").statusCode() == 503);
            assertThat(apps.get("/health/live").statusCode()).isEqualTo(200);
            assertThat(check(apps.get("/health"), "counter").at("/data/state").asText())
                    .isEqualTo("DISCONNECTED");

            try (ServiceBusEmulator second = ServiceBusEmulator.start(EmulatorOptions.DEFAULT.withPort(port))) {
                assertThat(second.port()).isEqualTo(port);
                await().atMost(BACK_WITHIN)
                        .until(() -> apps.get("/health/ready").statusCode() == 200);
                apps.send("counter-in", "after", "{\"id\": \"after\", \"text\": \"back\"}");
                assertThat(apps.take("counter-out", 1)).hasSize(1);
            }
        } finally {
            first.close();
        }
    }

    private static JsonNode check(HttpResponse<String> health, String name) throws Exception {
        for (JsonNode check : new ObjectMapper().readTree(health.body()).get("checks")) {
            if (check.get("name").asText().equals(name)) {
                return check;
            }
        }
        throw new AssertionError("No check " + name + " in " + health.body());
    }
}
