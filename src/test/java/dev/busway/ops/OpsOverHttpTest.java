package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.host.ServiceBusAccess;
import dev.busway.metrics.HostMetrics;
import dev.busway.settings.Settings;
import io.vertx.ext.web.Route;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a real host answers over a real socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpsOverHttpTest {

    private static final String TOKEN = "correct-horse-battery-staple";

    private final HttpClient http = HttpClient.newHttpClient();
    private ServiceBusEmulator emulator;
    private Host host;

    @BeforeAll
    void start() {
        emulator = ServiceBusEmulator.start();
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0")
                .with(Settings.APPS, "counter,feedback-form");
        ServiceBusAccess access = ServiceBusAccess.from(settings);
        host = Host.start(
                settings,
                context -> List.of(
                        HostMetrics.addTo(context),
                        OpsPart.addTo(context, Access.token(TOKEN), access::clientBuilder)));
    }

    @AfterAll
    void stop() {
        host.close();
        emulator.close();
    }

    /** Whoever adds a path decides here who may ask for it, and where that is tested. */
    @Test
    void theHostAnswersTheseAddressesAndNoOthers() {
        assertThat(host.context().getRegistry().findByType(VertxPlatformHttpRouter.class))
                .singleElement()
                .satisfies(router -> assertThat(router.getRoutes().stream()
                                .map(Route::getPath)
                                .filter(Objects::nonNull)
                                .collect(Collectors.toSet()))
                        .containsExactlyInAnyOrder(
                                "/", "/ops/", "/api/", "/metrics", "/health", "/health/live", "/health/ready"));
    }

    @Test
    void whatIsOpenCanOnlyBeRead() throws Exception {
        for (String path : List.of("/", "/ops/page.js", "/api/apps", "/metrics", "/health", "/health/live")) {
            assertThat(ask("GET", path, "").statusCode()).as(path).isEqualTo(200);
            assertThat(ask("POST", path, "").statusCode()).as(path).isEqualTo(405);
        }
    }

    /** Whatever floods them may have the address of the probe, to which a refusal means down. */
    @ParameterizedTest
    @ValueSource(strings = {"/health", "/health/live", "/health/ready", "/metrics"})
    void whatProbesAndScrapersAskForIsRefusedToNobody(String path) throws Exception {
        for (int i = 0; i < 400; i++) {
            assertThat(ask("GET", path, "").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void aBodyThatIsTooLargeIsRefusedLikeAnythingElse() throws Exception {
        HttpResponse<String> response = ask("PUT", "/api/apps/counter/concurrency", " ".repeat(2_000));
        assertThat(response.statusCode()).isEqualTo(413);
        assertThat(response.body()).isEqualTo("{\"error\":\"the body may have at most 1024 bytes here\"}");
        assertThat(ask("POST", "/api/apps/counter/pause", "{}").body()).isEqualTo("{\"error\":\"this takes no body\"}");
        assertThat(response.headers().firstValue("Content-Security-Policy")).isPresent();
    }

    @Test
    void theTokenIsTakenFromTheHeaderOfARealRequest() throws Exception {
        assertThat(ask("GET", "/api/jobs", "").statusCode()).isEqualTo(200);
        HttpRequest without =
                HttpRequest.newBuilder(at("/api/jobs?token=" + TOKEN)).build();
        assertThat(http.send(without, BodyHandlers.ofString()).statusCode()).isEqualTo(401);
    }

    @Test
    void deadLettersAreGroupedByAppReasonAndDescription() throws Exception {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("counter-in")
                .buildClient()) {
            sender.sendMessage(new ServiceBusMessage("this is not JSON"));
        }
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> emulator.counts("counter-in").deadLettered() == 1);

        JsonNode all = new ObjectMapper()
                .readTree(ask("GET", "/api/dead-letter", "").body())
                .path("queues");
        assertThat(all).hasSize(2);
        assertThat(all.path(0).path("apps")).extracting(JsonNode::asText).containsExactly("counter");
        assertThat(all.path(0).path("queue").asText()).isEqualTo("counter-in");
        assertThat(all.path(0).path("groups").path(0).path("reason").asText()).isEqualTo("MalformedJson");
        assertThat(all.path(0).path("groups").path(0).path("count").asLong()).isOne();
        assertThat(all.path(1).path("apps")).extracting(JsonNode::asText).containsExactly("feedback-form");
        assertThat(all.path(1).path("total").asLong()).isZero();

        assertThat(ask("GET", "/api/dead-letter/counter-in", "").body()).contains("\"apps\":[\"counter\"]");
        assertThat(ask("GET", "/api/dead-letter?reason=Other", "").body()).doesNotContain("MalformedJson");
        assertThat(ask("GET", "/api/dead-letter?nonsense=1", "").statusCode()).isEqualTo(400);
    }

    private HttpResponse<String> ask(String method, String path, String body) throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(at(path))
                        .header("Authorization", "Bearer " + TOKEN)
                        .method(method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private URI at(String path) {
        return URI.create("http://127.0.0.1:" + host.httpPort() + path);
    }
}
