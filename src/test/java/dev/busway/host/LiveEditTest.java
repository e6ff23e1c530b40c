package dev.busway.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.servicebus.ServiceBusReports;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Edits of the routes folder while messages flow. */
final class LiveEditTest {

    private static final Duration TAKEN_WITHIN = Duration.ofSeconds(20);

    @TempDir
    private Path folder;

    @Test
    void editedRouteTakesOverWithEveryMessageHandledOnce() throws Exception {
        copyShippedRoutes();
        Path file = folder.resolve("counter.camel.yaml");
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                AppsOnEmulator apps = AppsOnEmulator.start(emulator, this::edited)) {
            send(apps, 0, 50);

            Files.writeString(
                    file, Files.readString(file).replace("counter.out.queue:counter-out", "nobody.sets.this:counted"));
            send(apps, 50, 150);
            await().atMost(TAKEN_WITHIN)
                    .untilAsserted(() -> assertThat(outputsOfCounter(apps)).containsExactly("counted"));
            send(apps, 150, 200);

            await().atMost(TAKEN_WITHIN)
                    .until(() -> emulator.counts("counter-in").active() == 0
                            && emulator.counts("counter-in").locked() == 0);
            long before = emulator.counts("counter-out").active();
            long after = emulator.counts("counted").active();
            assertThat(before + after).isEqualTo(200);
            assertThat(after).isGreaterThanOrEqualTo(50);
        }
    }

    @Test
    void badEditLeavesTheAppRunningAndHealthNamesIt() throws Exception {
        copyShippedRoutes();
        Path file = folder.resolve("counter.camel.yaml");
        String good = Files.readString(file);
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                AppsOnEmulator apps = AppsOnEmulator.start(emulator, this::edited)) {
            Files.writeString(file, good.replace("- marshal:", "- marshall:"));

            await().atMost(TAKEN_WITHIN).untilAsserted(() -> assertThat(
                            apps.get("/health").body())
                    .contains("\"counter.camel.yaml:30: There is no step \\\"marshall\\\" here. Write marshal."));
            assertThat(apps.get("/health").statusCode()).isEqualTo(200);
            apps.send("counter-in", "m", "{\"id\":\"c\",\"text\":\"a b\"}");
            List<ServiceBusReceivedMessage> counted = apps.take("counter-out", 1);
            assertThat(AppsOnEmulator.json(counted.get(0)).get("words").asInt()).isEqualTo(2);

            Files.writeString(file, good);
            await().atMost(TAKEN_WITHIN).untilAsserted(() -> assertThat(new ObjectMapper()
                            .readTree(apps.get("/health").body())
                            .findValue("rejected")
                            .asInt())
                    .isZero());
        }
    }

    @Test
    void unusableSchemaKeepsTheHostFromStarting() throws Exception {
        copyShippedRoutes();
        Files.writeString(folder.resolve("schemas/counter.schema.json"), "{");
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start()) {
            assertThatThrownBy(() -> AppsOnEmulator.start(emulator, this::edited))
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("counter.schema.json:1: The schema is not valid JSON.");
        }
    }

    /** Empty between the old route and the new one. */
    private static List<String> outputsOfCounter(AppsOnEmulator apps) {
        return ServiceBusReports.of(apps.host().context()).stream()
                .filter(report -> report.app().equals("counter"))
                .flatMap(report -> report.outputs().stream())
                .toList();
    }

    private Settings edited(Settings settings) {
        return settings.with(Settings.ROUTES, folder.toString()).with(Settings.RELOAD, "true");
    }

    private static void send(AppsOnEmulator apps, int from, int to) {
        apps.send(
                "counter-in",
                IntStream.range(from, to)
                        .mapToObj(i -> new ServiceBusMessage("{\"id\":\"" + i + "\",\"text\":\"a b\"}"))
                        .toList());
    }

    private void copyShippedRoutes() throws Exception {
        Files.createDirectories(folder.resolve("schemas"));
        for (String file : List.of(
                "error-handling.camel.yaml",
                "counter.camel.yaml",
                "feedback-form.camel.yaml",
                "schemas/counter.schema.json",
                "schemas/feedback-form.schema.json")) {
            Files.copy(Path.of("routes", file), folder.resolve(file));
        }
    }
}
