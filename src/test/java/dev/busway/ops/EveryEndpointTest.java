package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.busway.emulator.ServiceBusEmulator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Walks the table of all endpoints, so that one that is added is walked too. */
final class EveryEndpointTest {

    private static final String TOKEN = "correct-horse-battery-staple";
    private static final Map<String, String> NAMES =
            Map.of("{app}", "counter", "{queue}", "in", "{sequenceNumber}", "1", "{id}", "1");
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private static ServiceBusEmulator emulator;

    private final RecordingApps apps = new RecordingApps("counter");
    private final OpsHttp ops = new OpsHttp(apps, Access.token(TOKEN), EveryEndpointTest::connection);
    private int asked;

    static Stream<Endpoint> all() {
        try (OpsHttp ops = new OpsHttp(new RecordingApps(), Access.token(TOKEN), EveryEndpointTest::connection)) {
            return ops.endpoints().stream();
        }
    }

    static Stream<Endpoint> guarded() {
        return all().filter(endpoint -> !endpoint.isOpen());
    }

    @BeforeAll
    static void startEmulator() {
        emulator = ServiceBusEmulator.start();
        emulator.declareQueue("in");
    }

    @AfterAll
    static void stopEmulator() {
        emulator.close();
    }

    @AfterEach
    void close() {
        ops.close();
    }

    @Test
    void onlyTheListOfAppsIsOpen() {
        assertThat(all()).hasSizeGreaterThan(10);
        assertThat(all().filter(Endpoint::isOpen))
                .extracting(endpoint -> endpoint.method() + " " + endpoint.path())
                .containsExactly("GET /api/apps");
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void withoutTheRightTokenItIsRefusedWhateverTheMethod(Endpoint endpoint) {
        List<Map<String, String>> wrong = List.of(
                Map.of(),
                Map.of("Authorization", ""),
                Map.of("Authorization", "Bearer"),
                Map.of("Authorization", "Bearer "),
                Map.of("Authorization", "Bearer wrong"),
                Map.of("Authorization", "Bearer " + TOKEN + "x"),
                Map.of("Authorization", "Bearer " + TOKEN.substring(1)),
                Map.of("Authorization", "Basic " + TOKEN),
                Map.of("Authorization", TOKEN),
                Map.of("Cookie", "token=" + TOKEN));
        for (Map<String, String> headers : wrong) {
            for (String method : METHODS) {
                OpsResponse response = ask(ops, method, endpoint, headers, "");
                assertThat(response.status()).as(method + headers).isEqualTo(401);
                assertThat(response.headers()).containsEntry("WWW-Authenticate", "Bearer");
            }
        }
        assertThat(apps.calls).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("guarded")
    void whereNoTokenIsSetNoneIsRight(Endpoint endpoint) {
        try (OpsHttp closed = new OpsHttp(apps, Access.token(null), EveryEndpointTest::connection)) {
            for (String token : List.of("", "null", TOKEN)) {
                Map<String, String> headers = Map.of("Authorization", "Bearer " + token);
                assertThat(ask(closed, endpoint.method(), endpoint, headers, "").status())
                        .isEqualTo(403);
            }
        }
        assertThat(apps.calls).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void withTheRightTokenItAnswersForItself(Endpoint endpoint) {
        OpsResponse response = ask(ops, endpoint.method(), endpoint, right(), "");
        // 400: nothing was said of what to do. 404: there is no such dead letter, no such work.
        assertThat(response.status()).isIn(200, 400, 404);
        isGuardedAgainstBrowsers(response);
        for (String method : METHODS) {
            if (all().noneMatch(other ->
                    other.path().equals(endpoint.path()) && other.method().equals(method))) {
                assertThat(ask(ops, method, endpoint, right(), "").status())
                        .as(method)
                        .isEqualTo(405);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("all")
    void anotherSitesPageIsRefusedEvenWithTheRightToken(Endpoint endpoint) {
        List<Map<String, String>> foreign = List.of(
                Map.of("Sec-Fetch-Site", "cross-site"),
                Map.of("Sec-Fetch-Site", "same-site"),
                Map.of("Origin", "https://evil.example"),
                Map.of("Origin", "null"),
                Map.of("Origin", "http://127.0.0.1:8081"));
        for (Map<String, String> headers : foreign) {
            Map<String, String> all = new HashMap<>(right());
            all.putAll(headers);
            OpsResponse response = ask(ops, endpoint.method(), endpoint, all, "");
            assertThat(response.status()).as(headers.toString()).isEqualTo(403);
            isGuardedAgainstBrowsers(response);
        }
        assertThat(apps.calls).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("all")
    void whatIsTooLargeOrTooOftenIsRefused(Endpoint endpoint) {
        String large = " ".repeat(endpoint.maxBody() + 1);
        assertThat(ask(ops, endpoint.method(), endpoint, right(), large).status())
                .isEqualTo(413);

        List<Integer> answers = new ArrayList<>();
        while (!answers.contains(429) && answers.size() < 100_000) {
            answers.add(ops.serve(request("OPTIONS", endpoint, Map.of(), "", "192.0.2.1"))
                    .status());
        }
        assertThat(answers).endsWith(429).hasSizeGreaterThan(RequestRates.AT_ONCE);
    }

    private static void isGuardedAgainstBrowsers(OpsResponse response) {
        assertThat(response.headers())
                .containsEntry("X-Content-Type-Options", "nosniff")
                .containsEntry("X-Frame-Options", "DENY")
                .containsEntry("Referrer-Policy", "no-referrer")
                .containsEntry("Cache-Control", "no-store")
                .containsEntry("Cross-Origin-Resource-Policy", "same-origin")
                .containsKey("Content-Security-Policy")
                .doesNotContainKey("Access-Control-Allow-Origin");
    }

    /** From an address of its own each time, because wrong tokens use an address's allowance up. */
    private OpsResponse ask(OpsHttp http, String method, Endpoint endpoint, Map<String, String> headers, String body) {
        return http.serve(request(method, endpoint, headers, body, "198.51.100." + asked++));
    }

    private static OpsRequest request(
            String method, Endpoint endpoint, Map<String, String> headers, String body, String remote) {
        String path = endpoint.path();
        for (Map.Entry<String, String> name : NAMES.entrySet()) {
            path = path.replace(name.getKey(), name.getValue());
        }
        assertThat(path).doesNotContain("{");
        return new OpsRequest(method, path, null, headers, body.getBytes(StandardCharsets.UTF_8), remote);
    }

    private static Map<String, String> right() {
        return Map.of("Authorization", "Bearer " + TOKEN, "Content-Type", "application/json", "Host", "127.0.0.1:8080");
    }

    private static ServiceBusClientBuilder connection() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }
}
