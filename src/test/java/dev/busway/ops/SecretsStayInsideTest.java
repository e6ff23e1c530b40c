package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.host.ServiceBusAccess;
import dev.busway.metrics.HostMetrics;
import dev.busway.settings.Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Plants secrets and bodies, lets everything go wrong, and looks for them in whatever the host wrote. */
final class SecretsStayInsideTest {

    private static final String TOKEN = "planted-ops-token-of-the-host";
    private static final String KEY = "planted-shared-access-key";
    private static final List<String> BODIES = List.of(
            "planted-body-one is no JSON",
            "{\"id\":\"1\",\"rating\":\"planted-body-two\",\"comment\":\"c\"}",
            "{\"id\":\"2\",\"rating\":3,\"comment\":\"c\",\"email\":\"planted-body-three\"}",
            "{\"id\":\"3\",\"rating\":3,\"comment\":\"planted-body-four of planted@mail.example\"}",
            "{\"id\":\"4\",\"rating\":3,\"comment\":\"planted-body-five");

    private final HttpClient http = HttpClient.newHttpClient();
    private final List<String> answers = new ArrayList<>();

    @Test
    void noLogMetricOrAnswerHoldsAPlantedValue() throws Exception {
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        Logger ours = (Logger) LoggerFactory.getLogger("dev.busway");
        Level before = ours.getLevel();
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        log.start();
        ours.setLevel(Level.INFO);
        root.addAppender(log);
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = host(emulator)) {
            send(emulator);
            Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                            emulator.counts("feedback-form-in").deadLettered())
                    .isEqualTo(4));
            String base = "http://127.0.0.1:" + host.httpPort();
            for (String path :
                    List.of("/health", "/health/ready", "/metrics", "/api/apps", "/api/jobs", "/api/%zz", "/nothing")) {
                ask(base + path, "GET", null, null);
            }
            ask(base + "/api/jobs", "GET", "planted-wrong-token", null);
            ask(base + "/api/dead-letter/feedback-form-in", "GET", TOKEN, null);
            ask(base + "/api/dead-letter/feedback-form-in/resubmit", "POST", TOKEN, "{\"planted-body-six\":1}");
            ask(
                    base + "/api/dead-letter/feedback-form-in/resubmit",
                    "POST",
                    TOKEN,
                    "{\"all\":true, planted-body-seven");
            ask(base + "/api/dead-letter/feedback-form-in/resubmit", "POST", TOKEN, "{\"all\":true}");
            ask(base + "/metrics", "GET", null, null);
        } finally {
            root.detachAppender(log);
            ours.setLevel(before);
        }
        assertThat(answers).hasSizeGreaterThan(10).noneMatch(answer -> answer.contains("planted"));
        assertThat(log.list)
                .hasSizeGreaterThan(5)
                .map(SecretsStayInsideTest::everything)
                .noneMatch(line -> line.contains("planted"));
    }

    private static Host host(ServiceBusEmulator emulator) {
        Settings settings = Settings.shipped()
                .with(
                        Settings.CONNECTION_STRING,
                        emulator.connectionString().replaceFirst("SharedAccessKey=[^;]*", "SharedAccessKey=" + KEY))
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0");
        ServiceBusAccess access = ServiceBusAccess.from(settings);
        return Host.start(
                settings,
                context -> List.of(
                        HostMetrics.addTo(context),
                        OpsPart.addTo(context, Access.token(TOKEN), access::clientBuilder)));
    }

    private static void send(ServiceBusEmulator emulator) {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName("feedback-form-in")
                .buildClient()) {
            sender.sendMessages(BODIES.stream().map(ServiceBusMessage::new).toList());
        }
    }

    private void ask(String address, String method, String token, String body) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address.replace("%zz", "%25zz")))
                .header("Content-Type", "application/json")
                .method(
                        method,
                        body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (token != null) {
            request.header("Authorization", "Bearer " + token);
        }
        HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
        answers.add(response.headers() + response.body());
    }

    private static String everything(ILoggingEvent event) {
        return event.getFormattedMessage()
                + (event.getKeyValuePairs() == null ? "" : event.getKeyValuePairs())
                + event.getMDCPropertyMap()
                + (event.getThrowableProxy() == null ? "" : ThrowableProxyUtil.asString(event.getThrowableProxy()));
    }
}
