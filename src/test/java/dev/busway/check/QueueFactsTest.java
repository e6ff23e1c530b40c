package dev.busway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationClientBuilder;
import dev.busway.check.Finding.Verdict;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** What is said of a queue, read by the Azure SDK from answers as Service Bus gives them. */
final class QueueFactsTest {

    private final Set<String> asked = new HashSet<>();

    @Test
    void aWellSetUpQueueIsToldOf() {
        QueueFacts facts = facts(200, queue("PT1M", 10, true));

        assertThat(facts.ofInput("counter", "counter-in"))
                .extracting(Finding::verdict, Finding::line)
                .containsExactly(
                        tuple(Verdict.GOOD, "counter-in locks for 60 s"),
                        tuple(Verdict.GOOD, "counter-in delivers a message up to 10 times"));
        assertThat(facts.ofOutput("counter", "counter-out"))
                .extracting(Finding::line)
                .containsExactly("counter-out removes duplicates of 10 min");
    }

    @Test
    void aShortLockAndASingleDeliveryAreAdvisedAgainst() {
        List<Finding> findings = facts(200, queue("PT5S", 1, false)).ofInput("counter", "counter-in");

        assertThat(findings).extracting(Finding::verdict).containsExactly(Verdict.ADVICE, Verdict.ADVICE);
        assertThat(findings.get(0).remedy()).contains("--lock-duration PT1M");
        assertThat(findings.get(1).remedy()).contains("max delivery count");
    }

    @Test
    void aQueueThatKeepsDuplicatesIsNoFault() {
        assertThat(facts(200, queue("PT1M", 10, false)).ofOutput("counter", "counter-out"))
                .singleElement()
                .extracting(Finding::verdict)
                .isEqualTo(Verdict.GOOD);
    }

    @Test
    void aPartitionedQueueIsToldOfWithItsRemedy() {
        String partitioned =
                queue("PT1M", 10, false).replace("<Status>", "<EnablePartitioning>true</EnablePartitioning><Status>");

        assertThat(facts(200, partitioned).ofOutput("counter", "counter-out"))
                .filteredOn(finding -> finding.verdict() == Verdict.ADVICE)
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.text()).isEqualTo("counter-out is partitioned");
                    assertThat(finding.remedy()).contains("partition key", "counter.handoff=at-least-once");
                });
        assertThat(facts(200, partitioned).ofInput("counter", "counter-in"))
                .extracting(Finding::text)
                .contains("counter-in is partitioned");
    }

    @Test
    void withoutTheRightToManageTheCommandThatShowsItIsGiven() {
        assertThat(facts(401, "").ofInput("counter", "counter-in"))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.verdict()).isEqualTo(Verdict.UNKNOWN);
                    assertThat(finding.text()).contains("lock duration and max delivery count of counter-in");
                    assertThat(finding.remedy())
                            .startsWith("az servicebus queue show --resource-group <group> --namespace-name myns"
                                    + " --name counter-in --query");
                });
    }

    @Test
    void aSubscriptionIsToldOfLikeAQueue() {
        List<Finding> findings = facts(200, subscription("PT5S", 1)).ofInput("counter", "orders/Subscriptions/mine");

        assertThat(findings)
                .extracting(Finding::verdict, Finding::text)
                .containsExactly(
                        tuple(Verdict.ADVICE, "orders/Subscriptions/mine locks for 5 s"),
                        tuple(Verdict.ADVICE, "orders/Subscriptions/mine delivers a message once only"));
        assertThat(findings.get(0).remedy()).contains("topic subscription update");
        assertThat(facts(401, "").ofInput("counter", "orders/Subscriptions/mine"))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy())
                        .contains("az servicebus topic subscription show", "--name mine --topic-name orders"));
    }

    @Test
    void anOutputThatIsNoQueueIsAskedForAsATopic() {
        assertThat(factsOf(request -> request.getUrl().getPath().startsWith("/results") && !isFirst(request)
                                ? new Answer(request, 200, topic(true))
                                : new Answer(request, 404, ""))
                        .ofOutput("counter", "results"))
                .extracting(Finding::line)
                .containsExactly("results removes duplicates of 10 min");
        assertThat(facts(404, "").ofOutput("counter", "results")).isEmpty();
    }

    @Test
    void aDeadLetterQueueIsSetUpWithItsQueue() {
        assertThat(facts(200, queue("PT1M", 10, true)).ofInput("again", "counter-in/$DeadLetterQueue"))
                .extracting(Finding::line)
                .startsWith("counter-in/$DeadLetterQueue locks for 60 s");
    }

    @Test
    void anEmulatorIsNotAsked() {
        assertThat(new QueueFacts(Optional.empty(), "127").ofOutput("counter", "counter-out"))
                .singleElement()
                .extracting(Finding::verdict, Finding::remedy)
                .containsExactly(Verdict.UNKNOWN, "");
    }

    private boolean isFirst(HttpRequest request) {
        return asked.add(request.getUrl().getPath());
    }

    private static QueueFacts facts(int status, String body) {
        return factsOf(request -> new Answer(request, status, body));
    }

    private static QueueFacts factsOf(Function<HttpRequest, HttpResponse> answers) {
        return new QueueFacts(
                Optional.of(new ServiceBusAdministrationClientBuilder()
                        .connectionString("Endpoint=sb://myns.servicebus.windows.net;SharedAccessKeyName=n;"
                                + "SharedAccessKey=k")
                        .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
                        .httpClient(request -> Mono.fromCallable(() -> answers.apply(request)))
                        .buildAsyncClient()),
                "myns");
    }

    private static String subscription(String lock, int deliveries) {
        return entry("SubscriptionDescription", """
            <LockDuration>%s</LockDuration>
            <RequiresSession>false</RequiresSession>
            <MaxDeliveryCount>%d</MaxDeliveryCount>
            <Status>Active</Status>
            """.formatted(lock, deliveries));
    }

    private static String topic(boolean duplicateDetection) {
        return entry("TopicDescription", """
            <MaxSizeInMegabytes>1024</MaxSizeInMegabytes>
            <RequiresDuplicateDetection>%s</RequiresDuplicateDetection>
            <DuplicateDetectionHistoryTimeWindow>PT10M</DuplicateDetectionHistoryTimeWindow>
            <Status>Active</Status>
            """.formatted(duplicateDetection));
    }

    private static String queue(String lock, int deliveries, boolean duplicateDetection) {
        return entry("QueueDescription", """
            <LockDuration>%s</LockDuration>
            <MaxSizeInMegabytes>1024</MaxSizeInMegabytes>
            <RequiresDuplicateDetection>%s</RequiresDuplicateDetection>
            <RequiresSession>false</RequiresSession>
            <DuplicateDetectionHistoryTimeWindow>PT10M</DuplicateDetectionHistoryTimeWindow>
            <MaxDeliveryCount>%d</MaxDeliveryCount>
            <Status>Active</Status>
            """.formatted(lock, duplicateDetection, deliveries));
    }

    private static String entry(String type, String settings) {
        return """
            <?xml version="1.0" encoding="utf-8"?>
            <entry xmlns="http://www.w3.org/2005/Atom">
              <id>https://myns.servicebus.windows.net/it?api-version=2021-05</id>
              <title type="text">it</title>
              <content type="application/xml">
                <%s xmlns="http://schemas.microsoft.com/netservices/2010/10/servicebus/connect">
                  %s
                </%s>
              </content>
            </entry>
            """.formatted(type, settings, type);
    }

    private static final class Answer extends HttpResponse {

        private final int status;
        private final byte[] body;

        Answer(HttpRequest request, int status, String body) {
            super(request);
            this.status = status;
            this.body = body.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public int getStatusCode() {
            return status;
        }

        @Override
        @SuppressWarnings("deprecation")
        public String getHeaderValue(String name) {
            return null;
        }

        @Override
        public HttpHeaders getHeaders() {
            return new HttpHeaders().set(HttpHeaderName.CONTENT_TYPE, "application/atom+xml");
        }

        @Override
        public Flux<ByteBuffer> getBody() {
            return Flux.just(ByteBuffer.wrap(body));
        }

        @Override
        public Mono<byte[]> getBodyAsByteArray() {
            return Mono.just(body);
        }

        @Override
        public Mono<String> getBodyAsString() {
            return getBodyAsString(StandardCharsets.UTF_8);
        }

        @Override
        public Mono<String> getBodyAsString(Charset charset) {
            return Mono.just(new String(body, charset));
        }
    }
}
