package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.host.ServiceBusAccess;
import dev.busway.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
                settings, context -> List.of(OpsPart.addTo(context, Access.loopback(), access::clientBuilder)));
    }

    @AfterAll
    void stop() {
        host.close();
        emulator.close();
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void whoeverAsksLocalhostMayChangeSomething(HttpClient.Version version) throws Exception {
        HttpClient client = HttpClient.newBuilder().version(version).build();
        // The first request asks for the upgrade, the second speaks what was agreed on.
        for (String verb : List.of("pause", "resume")) {
            HttpResponse<String> answer = client.send(
                    HttpRequest.newBuilder(
                                    URI.create("http://localhost:" + host.httpPort() + "/api/apps/counter/" + verb))
                            .POST(BodyPublishers.noBody())
                            .build(),
                    BodyHandlers.ofString());

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(version);
        }
    }
}
