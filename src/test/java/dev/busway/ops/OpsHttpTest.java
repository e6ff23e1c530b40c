package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

final class OpsHttpTest {

    private static final String TOKEN = "correct-horse-battery-staple";
    private static final Map<String, String> RIGHT = Map.of("Authorization", "Bearer " + TOKEN);

    /** No server listens there; whatever would reach Service Bus ends in 502. */
    private static final String NOWHERE = "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=planted-key;"
            + "UseDevelopmentEmulator=true";

    private final RecordingApps apps = new RecordingApps("counter", "feedback-form");
    private OpsHttp ops = new OpsHttp(apps, Access.token(TOKEN), OpsHttpTest::nowhere);

    @AfterEach
    void close() {
        ops.close();
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/api/apps/counter/pause",
        "POST,/api/apps/counter/resume",
        "POST,/api/apps/counter/drain",
        "PUT,/api/apps/counter/concurrency",
        "GET,/api/dead-letter",
        "GET,/api/dead-letter/in",
        "GET,/api/dead-letter/in/1",
        "POST,/api/dead-letter/in/resubmit",
        "POST,/api/dead-letter/in/purge",
        "GET,/api/queues",
        "GET,/api/jobs",
        "GET,/api/jobs/1",
        "POST,/api/jobs/1/stop",
        "GET,/api/no-such-thing"
    })
    void whatIsGuardedNeedsTheRightToken(String method, String path) {
        assertThat(serve(method, path, Map.of(), "").status()).isEqualTo(401);
        assertThat(serve(method, path, Map.of("Authorization", "Bearer wrong"), "")
                        .status())
                .isEqualTo(401);
        assertThat(serve(method, path, Map.of("Authorization", TOKEN), "").status())
                .isEqualTo(401);
        assertThat(apps.calls).isEmpty();
        try (OpsHttp none = new OpsHttp(apps, Access.token(" "), OpsHttpTest::nowhere)) {
            ops.close();
            ops = none;
            OpsResponse refused = serve(method, path, RIGHT, "");
            assertThat(refused.status()).isEqualTo(403);
            assertThat(text(refused)).contains("BUSWAY_OPS_TOKEN");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST,/api/apps/counter/pause,200",
        "POST,/api/apps/counter/resume,200",
        "POST,/api/apps/counter/drain,200",
        "POST,/api/apps/counter/explode,404",
        "POST,/api/apps/nobody/pause,404",
        "GET,/api/apps/counter/pause,405",
        "PUT,/api/apps/counter/concurrency,400",
        "POST,/api/dead-letter/in/resubmit,400",
        "POST,/api/dead-letter/in/purge,400",
        "GET,/api/jobs,200",
        "GET,/api/jobs/1,404",
        "POST,/api/jobs/1/stop,404",
        "GET,/api/no-such-thing,404",
        "DELETE,/api/apps,405",
        "GET,/api/%zz,400"
    })
    void withTheRightTokenEachAnswersForItself(String method, String path, int status) {
        assertThat(serve(method, path, RIGHT, "").status()).isEqualTo(status);
    }

    /** The Azure SDK would go on trying for minutes. */
    @Test
    void nobodyWaitsLongForAServiceBusThatDoesNotAnswer() {
        long start = System.nanoTime();
        OpsResponse one = serve("GET", "/api/dead-letter/in", RIGHT, "");
        assertThat(one.status()).isEqualTo(502);
        assertThat(text(one)).contains("cannot read the dead letters of in: Service Bus has not answered within 15 s");
        assertThat(text(one)).contains("busway check");
        OpsResponse all = serve("GET", "/api/dead-letter", RIGHT, "");
        assertThat(all.status()).isEqualTo(200);
        assertThat(text(all))
                .contains("cannot read the dead letters of counter-in", "feedback-form-in", "not looked at");
        assertThat(text(serve("GET", "/api/queues", RIGHT, ""))).contains("Service Bus has not answered within 5 s");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(90));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ops/page.css", "/ops/page.js", "/ops/icon.svg", "/api/apps"})
    void lookingNeedsNoToken(String path) {
        OpsResponse response = serve("GET", path, Map.of(), "");
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/ops/..%2fapplication.properties", "/ops/nothing", "/nothing", "/ops/"})
    void nothingElseIsServed(String path) {
        assertThat(serve("GET", path, Map.of(), "").status()).isIn(200, 404);
        assertThat(text(serve("GET", path, Map.of(), ""))).doesNotContain("camel.");
    }

    @ParameterizedTest
    @CsvSource({"Sec-Fetch-Site,cross-site", "Sec-Fetch-Site,same-site", "Origin,https://evil.example", "Origin,null"})
    void anotherSitesPageIsRefused(String header, String value) {
        Map<String, String> headers = new HashMap<>(RIGHT);
        headers.put("Host", "127.0.0.1:8080");
        headers.put(header, value);
        assertThat(serve("POST", "/api/apps/counter/pause", headers, "").status())
                .isEqualTo(403);
        assertThat(serve("GET", "/api/apps", headers, "").status()).isEqualTo(403);
        assertThat(apps.calls).isEmpty();
    }

    @Test
    void itsOwnPageIsServed() {
        Map<String, String> headers = new HashMap<>(RIGHT);
        headers.put("Host", "127.0.0.1:8080");
        headers.put("Origin", "http://127.0.0.1:8080");
        headers.put("Sec-Fetch-Site", "same-origin");
        assertThat(serve("POST", "/api/apps/counter/pause", headers, "").status())
                .isEqualTo(200);
        assertThat(apps.calls).containsExactly("pause counter");
    }

    @Test
    void inDevEverybodyOnThisMachineMayButNoForeignName() {
        try (OpsHttp dev = new OpsHttp(apps, Access.loopback(), OpsHttpTest::nowhere)) {
            ops.close();
            ops = dev;
            Map<String, String> local = Map.of("Host", "localhost:8080");
            assertThat(serve("POST", "/api/apps/counter/pause", local, "").status())
                    .isEqualTo(200);
            assertThat(serve("POST", "/api/apps/counter/pause", Map.of("Host", "[::1]:8080"), "")
                            .status())
                    .isEqualTo(200);
            Map<String, String> rebound = Map.of("Host", "evil.example:8080");
            assertThat(serve("POST", "/api/apps/counter/pause", rebound, "").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void concurrencyIsSetWithinItsRange() {
        Map<String, String> json = json();
        assertThat(serve("PUT", "/api/apps/counter/concurrency", json, "{\"concurrency\":7}")
                        .status())
                .isEqualTo(200);
        assertThat(apps.calls).containsExactly("concurrency counter 7");
        for (String wrong : List.of("0", "1001", "\"7\"", "1.5", "null")) {
            assertThat(serve("PUT", "/api/apps/counter/concurrency", json, "{\"concurrency\":" + wrong + "}")
                            .status())
                    .isEqualTo(400);
        }
    }

    @Test
    void aPurgeNeedsAConfirmationAndAChoice() {
        String path = "/api/dead-letter/in/purge";
        assertThat(text(serve("POST", path, json(), "{\"all\":true}"))).contains("confirmed");
        assertThat(text(serve("POST", path, json(), "{\"confirm\":true}"))).contains("say which ones");
        assertThat(text(serve("POST", path, json(), "{\"confirm\":true,\"all\":true,\"filtre\":{}}")))
                .contains("unknown field");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'all':true,'perSecond':'5'}|perSecond must be a number",
                "{'all':true,'limit':'5'}|limit must be a whole number",
                "{'all':true,'limit':1.5}|limit must be a whole number",
                "{'all':true,'limit':4294967297}|limit must be a whole number",
                "{'all':'yes'}|all must be true or false",
                "{'all':true,'filter':[]}|filter must be an object",
                "{'all':true,'filter':{'sequenceNumbers':'5'}}|sequenceNumbers must be a list",
                "{'all':true,'filter':{'properties':'tenant'}}|properties must be an object",
                "{'all':true,'filter':{'olderThanSeconds':'60'}}|olderThanSeconds must be a number",
                "{'all':true,'edit':'body'}|edit must be an object",
                "{'all':true,'edit':{'set':[]}}|set must be an object",
                "{'all':true,'edit':{'remove':'tenant'}}|remove must be a list"
            })
    void whatIsOfTheWrongKindIsRefusedAndNotTakenForNothing(String body, String why) {
        OpsResponse response = serve("POST", "/api/dead-letter/in/resubmit", json(), body.replace('\'', '"'));
        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).contains(why);
    }

    @Test
    void goingBackToASubscriptionIsRefusedBeforeAnyWorkBegins() {
        String path = "/api/dead-letter/orders%2FSubscriptions%2Fmine/resubmit";
        OpsResponse response = serve("POST", path, json(), "{\"all\":true}");
        assertThat(response.status()).isEqualTo(400);
        assertThat(text(response)).contains("comes to all of its subscriptions");
        assertThat(text(serve("GET", "/api/jobs", RIGHT, ""))).contains("\"jobs\":[]");
    }

    @Test
    void bodiesAreBoundedAndJsonOnly() {
        String path = "/api/dead-letter/in/resubmit";
        assertThat(serve("POST", path, json(), " ".repeat((1 << 20) + 1)).status())
                .isEqualTo(413);
        assertThat(serve("POST", path, RIGHT, "{\"all\":true}").status()).isEqualTo(415);
        assertThat(serve("POST", path, json(), "{\"planted-secret").status()).isEqualTo(400);
        assertThat(text(serve("POST", path, json(), "{\"planted-secret"))).doesNotContain("planted-secret");
        assertThat(serve("POST", path, json(), "[".repeat(100_000)).status()).isEqualTo(400);
    }

    @Test
    void guessingTokensIsSlowedDown() {
        int tries = 0;
        while (serve("GET", "/api/jobs", Map.of("Authorization", "Bearer guess" + tries), "")
                        .status()
                != 429) {
            tries++;
            assertThat(tries).isLessThan(10);
        }
    }

    @Test
    void rightTokenWorksHoweverManyWrongOnesComeFromItsAddress() {
        for (int i = 0; i < 1_000; i++) {
            serve("GET", "/api/jobs", Map.of("Authorization", "Bearer guess" + i), "");
        }
        assertThat(serve("GET", "/api/jobs", RIGHT, "").status()).isEqualTo(200);
        for (int i = 0; i < 1_000; i++) {
            assertThat(serve("GET", "/api/jobs", RIGHT, "").status()).isEqualTo(200);
        }
    }

    @Test
    void guessesFromManyAddressesAreSlowedDownInTotal() {
        int refused = 0;
        for (int i = 0; i < 1_000; i++) {
            OpsResponse answer = ops.serve(new OpsRequest(
                    "GET", "/api/apps", null, Map.of("Authorization", "Bearer guess"), new byte[0], "198.51.100." + i));
            refused += answer.status() == 429 ? 1 : 0;
        }
        assertThat(refused).isGreaterThan(500);
        assertThat(serve("GET", "/api/jobs", RIGHT, "").status()).isEqualTo(200);
    }

    /** What clients send is bytes; servers hand them on as Latin-1. */
    @Test
    void tokenIsComparedByItsBytesInUtf8() {
        String token = "gr\u00fc\u00dfe-aus-\u6771\u4eac-und-anderswo";
        try (OpsHttp other = new OpsHttp(apps, Access.token(token), OpsHttpTest::nowhere)) {
            ops.close();
            ops = other;
            String sent = new String(token.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertThat(serve("GET", "/api/jobs", Map.of("Authorization", "Bearer " + sent), "")
                            .status())
                    .isEqualTo(200);
            assertThat(serve("GET", "/api/jobs", Map.of("Authorization", "Bearer " + token), "")
                            .status())
                    .isEqualTo(401);
        }
    }

    @Test
    void everyAnswerCarriesTheSecurityHeaders() {
        for (String path : List.of("/", "/api/apps", "/api/jobs", "/nothing")) {
            assertThat(serve("GET", path, Map.of(), "").headers())
                    .containsEntry("X-Content-Type-Options", "nosniff")
                    .containsEntry("X-Frame-Options", "DENY")
                    .containsEntry("Cache-Control", "no-store")
                    .hasEntrySatisfying("Content-Security-Policy", policy -> assertThat(policy)
                            .contains("default-src 'none'")
                            .doesNotContain("unsafe"))
                    .doesNotContainKey("Access-Control-Allow-Origin");
        }
    }

    @Test
    void everyChangeIsLoggedWithWhatAndFromWhere() {
        Logger audit = (Logger) LoggerFactory.getLogger("dev.busway.ops.audit");
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        audit.addAppender(log);
        audit.setLevel(Level.INFO);
        try {
            serve("POST", "/api/apps/counter/pause", RIGHT, "");
            serve("PUT", "/api/apps/counter/concurrency", json(), "{\"concurrency\":7}");
            serve(
                    "POST",
                    "/api/dead-letter/in/resubmit",
                    json(),
                    "{\"filter\":{\"reason\":\"Mal\\n"
                            + "formed\",\"properties\":{\"tenant\":\"planted\"}},\"edit\":{\"body\":\"planted\"}}");
            serve("POST", "/api/apps/counter/pause\nforged", Map.of(), "");
            assertThat(log.list)
                    .extracting(ILoggingEvent::getFormattedMessage)
                    .containsExactly(
                            "POST /api/apps/counter/pause from 192.0.2.7 answered 200",
                            "PUT /api/apps/counter/concurrency from 192.0.2.7 answered 200 concurrency=7",
                            "POST /api/dead-letter/in/resubmit from 192.0.2.7 answered 202"
                                    + " reason=Mal?formed properties=tenant edit=body",
                            "POST /api/apps/counter/pause?forged from 192.0.2.7 answered 401")
                    .noneMatch(line -> line.contains(TOKEN));
        } finally {
            audit.detachAppender(log);
            audit.setLevel(null);
        }
    }

    private OpsResponse serve(String method, String path, Map<String, String> headers, String body) {
        return ops.serve(
                new OpsRequest(method, path, null, headers, body.getBytes(StandardCharsets.UTF_8), "192.0.2.7"));
    }

    private static Map<String, String> json() {
        Map<String, String> headers = new HashMap<>(RIGHT);
        headers.put("Content-Type", "application/json");
        return headers;
    }

    private static ServiceBusClientBuilder nowhere() {
        return new ServiceBusClientBuilder()
                .connectionString(NOWHERE)
                .retryOptions(new com.azure.core.amqp.AmqpRetryOptions()
                        .setMaxRetries(0)
                        .setTryTimeout(java.time.Duration.ofMillis(200)));
    }

    private static String text(OpsResponse response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
