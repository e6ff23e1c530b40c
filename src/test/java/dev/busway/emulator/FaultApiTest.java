package dev.busway.emulator;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(EmulatorExtension.class)
final class FaultApiTest {

    private final HttpClient http = HttpClient.newHttpClient();
    private ServiceBusEmulator emulator;
    private FaultApi api;

    @BeforeEach
    void start(ServiceBusEmulator fresh) {
        emulator = fresh;
        api = FaultApi.start(emulator, 0);
    }

    @AfterEach
    void stop() {
        api.close();
    }

    private HttpResponse<String> call(String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void aFaultIsInjectedShownAndSwitchedOff() throws Exception {
        HttpResponse<String> injected = call(
                "POST",
                "/faults",
                "{\"fault\": \"refuse\", \"step\": \"send\", \"queue\": \"q\", \"condition\": \"amqp:not-allowed\"}");

        assertThat(injected.statusCode()).isEqualTo(200);
        assertThat(emulator.faults().active()).hasSize(1);
        assertThat(call("GET", "/faults", "").body()).contains("\"id\":1").contains("amqp:not-allowed");
        assertThat(call("DELETE", "/faults/1", "").statusCode()).isEqualTo(200);
        assertThat(emulator.faults().active()).isEmpty();
    }

    @Test
    void aMisspeltFieldOrPathOrAForeignPageIsRefused() throws Exception {
        assertThat(call("POST", "/faults", "{\"fault\": \"server-busy\", \"forNxt\": 3}")
                        .body())
                .contains("forNxt is unknown");
        assertThat(call("POST", "/faults", "{\"fault\": \"server-busy\", \"forNext\": \"3\"}")
                        .statusCode())
                .isEqualTo(400);
        assertThat(call("POST", "/connections/cut/now", "").statusCode()).isEqualTo(404);
        assertThat(call("POST", "/clock", "{\"duration\": \"PT1S\"}").statusCode())
                .isEqualTo(404);
        assertThat(call("DELETE", "/faults/x", "").statusCode()).isEqualTo(404);
        HttpRequest foreign = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/queues"))
                .header("Origin", "http://example.org")
                .build();
        assertThat(http.send(foreign, HttpResponse.BodyHandlers.ofString()).statusCode())
                .isEqualTo(403);
        assertThat(emulator.faults().active()).isEmpty();
    }

    @Test
    void whatIsNoFaultIsExplained() throws Exception {
        HttpResponse<String> answer = call("POST", "/faults", "{\"fault\": \"refuse\", \"step\": \"lunch\"}");

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains("step must be one of");
        assertThat(call("POST", "/faults", "no json").statusCode()).isEqualTo(400);
        assertThat(call("GET", "/elsewhere", "").statusCode()).isEqualTo(404);
    }

    @Test
    void timeIsMoved() throws Exception {
        var before = emulator.clock().now();

        call("POST", "/clock/advance", "{\"duration\": \"PT1H\"}");

        assertThat(emulator.clock().now()).isAfterOrEqualTo(before.plusSeconds(3600));
    }

    @ParameterizedTest
    @CsvSource({"Origin,https://evil.example", "Origin,null", "Sec-Fetch-Site,cross-site", "Sec-Fetch-Site,same-site"})
    void pageOfAnotherSiteInjectsNothing(String header, String value) throws Exception {
        // Java's own client does not let these headers be set by everybody.
        try (Socket browser = new Socket(InetAddress.getLoopbackAddress(), api.port())) {
            browser.getOutputStream()
                    .write(("POST /connections/cut HTTP/1.1\r\nHost: 127.0.0.1:" + api.port() + "\r\n" + header + ": "
                                    + value + "\r\nConnection: close\r\nContent-Length: 0\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(new String(browser.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .startsWith("HTTP/1.1 403")
                    .contains("Another site's page");
        }
    }

    @Test
    void queuesAndHistoryAreShown() throws Exception {
        emulator.declareQueue("orders");

        assertThat(call("GET", "/queues", "").body()).contains("\"queue\":\"orders\"");
        assertThat(call("GET", "/history?queue=orders", "").body()).isEqualTo("[]");
        assertThat(call("POST", "/queues/orders/lose-locks", "").body()).isEqualTo("{\"count\":0}");
        assertThat(call("POST", "/connections/cut", "").body()).isEqualTo("{\"count\":0}");
    }
}
