package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.host.ServiceBusAccess;
import dev.busway.http.LocalNames;
import dev.busway.metrics.HostMetrics;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may change something in {@code dev}, by whatever protocol a client speaks. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LoopbackOverHttpTest {

    private ServiceBusEmulator emulator;
    private Host host;

    @BeforeAll
    void start() {
        emulator = ServiceBusEmulator.start();
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0");
        ServiceBusAccess access = ServiceBusAccess.from(settings);
        host = Host.start(
                settings,
                context -> List.of(
                        new LocalNames(),
                        HostMetrics.addTo(context),
                        OpsPart.addTo(context, Access.loopback(), access::clientBuilder)));
    }

    @AfterAll
    void stop() {
        host.close();
        emulator.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/health", "/health/live", "/metrics", "/api/apps"})
    void nothingIsReadUnderAForeignName(String path) throws Exception {
        for (String name : List.of("evil.example", "localhost.evil.example:80", "127.0.0.1.evil.example", "")) {
            assertThat(ask(path, name)).as(name).startsWith("HTTP/1.1 403").contains("only localhost is served");
        }
        assertThat(ask(path, "localhost:" + host.httpPort())).startsWith("HTTP/1.1 200");
        assertThat(ask(path, "[::1]:" + host.httpPort())).startsWith("HTTP/1.1 200");
    }

    private String ask(String path, String name) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), host.httpPort())) {
            client.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: " + name + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            return new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whoeverAsksLocalhostMayChangeSomething(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        // The first request asks for the upgrade, which nobody gets.
        for (String verb : List.of("pause", "resume")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://localhost:" + host.httpPort() + "/api/apps/counter/" + verb))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }
}
