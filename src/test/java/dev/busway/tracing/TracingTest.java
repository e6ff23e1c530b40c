package dev.busway.tracing;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.builder.RouteBuilder;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/** Which spans there are of messages that cross queues, and what of them travels with the messages. */
final class TracingTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String SENDER = "b7ad6b7169203331";
    private static final String TRACEPARENT = "00-" + TRACE + "-" + SENDER + "-01";

    @ParameterizedTest
    @ValueSource(strings = {"ATOMIC", "AT_LEAST_ONCE"})
    void oneTraceRunsFromTheSenderThroughBothApps(String handoff) throws Exception {
        try (TracedApps apps = new TracedApps("in", "middle", "out").run(chain(handoff))) {
            apps.send("in", List.of(message("id-1", "traceparent", TRACEPARENT)));

            ServiceBusReceivedMessage output = apps.take("out", 1).get(0);

            List<SpanData> spans = apps.spans(6);
            assertThat(spans).hasSize(6).allMatch(span -> span.getTraceId().equals(TRACE));
            SpanData first = named(spans, "process in");
            SpanData second = named(spans, "process middle");
            SpanData sent = named(spans, "send out");
            assertThat(first.getParentSpanId()).isEqualTo(SENDER);
            assertThat(named(spans, "send middle").getParentSpanId()).isEqualTo(first.getSpanId());
            assertThat(second.getParentSpanId())
                    .isEqualTo(named(spans, "send middle").getSpanId());
            assertThat(sent.getParentSpanId()).isEqualTo(second.getSpanId());
            assertThat(named(spans, "settle in").getParentSpanId()).isEqualTo(first.getSpanId());
            assertThat(output.getApplicationProperties())
                    .containsEntry("traceparent", "00-" + TRACE + "-" + sent.getSpanId() + "-01")
                    .containsEntry("Diagnostic-Id", "00-" + TRACE + "-" + sent.getSpanId() + "-01");
        }
    }

    @Test
    void spansSayWhatTheMessagingConventionsAskFor() throws Exception {
        try (TracedApps apps = new TracedApps("in", "middle", "out").run(chain("ATOMIC"))) {
            apps.send("in", List.of(message("id-1", "traceparent", TRACEPARENT).setCorrelationId("talk")));

            List<SpanData> spans = apps.spans(6);

            SpanData process = named(spans, "process in");
            assertThat(process.getKind()).isEqualTo(SpanKind.CONSUMER);
            assertThat(attributes(process))
                    .containsEntry("messaging.system", "servicebus")
                    .containsEntry("messaging.destination.name", "in")
                    .containsEntry("messaging.operation.type", "process")
                    .containsEntry("messaging.message.id", "id-1")
                    .containsEntry("messaging.message.conversation_id", "talk")
                    .containsEntry("messaging.servicebus.message.delivery_count", 0L)
                    .containsEntry("busway.app", "one")
                    .containsKey("messaging.servicebus.message.enqueued_time");
            assertThat(named(spans, "send middle").getKind()).isEqualTo(SpanKind.PRODUCER);
            assertThat(attributes(named(spans, "send middle"))).containsEntry("messaging.message.id", "id-1@in/middle");
            assertThat(attributes(named(spans, "settle in")))
                    .containsEntry("messaging.servicebus.disposition_status", "complete")
                    .containsEntry("messaging.operation.type", "settle");
        }
    }

    @Test
    void aMessageWithOnlyADiagnosticIdContinuesItsTrace() throws Exception {
        try (TracedApps apps = new TracedApps("in", "middle", "out").run(chain("ATOMIC"))) {
            apps.send("in", List.of(message("id-1", "Diagnostic-Id", TRACEPARENT)));

            assertThat(apps.spans(6)).hasSize(6).allMatch(span -> span.getTraceId()
                    .equals(TRACE));
            assertThat(apps.take("out", 1).get(0).getApplicationProperties().get("traceparent"))
                    .asString()
                    .startsWith("00-" + TRACE);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "no context", "00-00000000000000000000000000000000-0000000000000000-01"})
    void aMessageWithoutAContextThatCanBeReadStartsATrace(String unreadable) throws Exception {
        try (TracedApps apps = new TracedApps("in", "middle", "out").run(chain("ATOMIC"))) {
            ServiceBusMessage message = message("id-1", "Diagnostic-Id", unreadable);
            message.getApplicationProperties().put("traceparent", 7);
            apps.send("in", List.of(message));

            List<SpanData> spans = apps.spans(6);

            assertThat(spans.stream().map(SpanData::getTraceId).distinct()).hasSize(1);
            assertThat(named(spans, "process in").getParentSpanContext().isValid())
                    .isFalse();
        }
    }

    @Test
    void aScheduledRedeliveryContinuesTheTrace() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        RouteBuilder failsOnce = new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("azure-servicebus:in?delayedRedeliveries=1&delayedRedeliveryDelay=100")
                        .routeId("one")
                        .to("azure-servicebus:out")
                        .process(exchange -> {
                            if (tries.incrementAndGet() == 1) {
                                throw new IllegalStateException("once");
                            }
                        });
            }
        };
        try (TracedApps apps = new TracedApps("in", "out").run(failsOnce)) {
            apps.send("in", List.of(message("id-1", "traceparent", TRACEPARENT)));
            apps.take("out", 1);

            List<SpanData> spans = apps.spans(6);

            assertThat(spans).allMatch(span -> span.getTraceId().equals(TRACE));
            SpanData copy = named(spans, "send in");
            List<SpanData> processed = allNamed(spans, "process in");
            assertThat(processed).hasSize(2);
            assertThat(processed.get(0).getStatus()).isEqualTo(StatusData.error());
            assertThat(attributes(processed.get(0))).containsEntry("error.type", "IllegalStateException");
            assertThat(copy.getParentSpanId()).isEqualTo(processed.get(0).getSpanId());
            assertThat(processed.get(1).getParentSpanId()).isEqualTo(copy.getSpanId());
            assertThat(processed.get(1).getStatus()).isEqualTo(StatusData.unset());
            assertThat(allNamed(spans, "settle in"))
                    .map(span -> attributes(span).get("messaging.servicebus.disposition_status"))
                    .containsExactly("schedule", "complete");
            // What the failed try had made was never sent.
            assertThat(allNamed(spans, "send out")).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ATOMIC", "AT_LEAST_ONCE"})
    void theMessagesOfABatchKeepTheirOwnTraces(String handoff) throws Exception {
        int count = 50;
        try (TracedApps apps = new TracedApps("in", "middle", "out").run(chain(handoff))) {
            List<ServiceBusMessage> messages = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                messages.add(message("id-" + i, "traceparent", "00-" + trace(i) + "-" + SENDER + "-01"));
            }
            apps.send("in", messages);

            List<ServiceBusReceivedMessage> outputs = apps.take("out", count);

            assertThat(outputs).allSatisfy(output -> {
                int number = Integer.parseInt(output.getMessageId().replaceAll("\\D", ""));
                assertThat(output.getApplicationProperties().get("traceparent"))
                        .asString()
                        .startsWith("00-" + trace(number) + "-");
            });
            assertThat(apps.spans(6 * count)).hasSize(6 * count);
        }
    }

    @Test
    void anOutputThatWasNeverSentHasNoSpan() throws Exception {
        RouteBuilder fails = new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(noErrorHandler());
                from("azure-servicebus:in?enableDeadLettering=true")
                        .routeId("one")
                        .to("azure-servicebus:out")
                        .throwException(new IllegalStateException("never"));
            }
        };
        try (TracedApps apps = new TracedApps("in", "out").run(fails)) {
            apps.send("in", List.of(message("id-1", "traceparent", TRACEPARENT)));

            List<SpanData> spans = apps.spans(2);

            assertThat(spans).extracting(SpanData::getName).containsExactly("process in", "settle in");
            assertThat(attributes(spans.get(1)))
                    .containsEntry("messaging.servicebus.disposition_status", "dead_letter");
        }
    }

    @Test
    void aMessageOfARouteWithoutInputStartsATrace() throws Exception {
        RouteBuilder starts = new RouteBuilder() {
            @Override
            public void configure() {
                from("timer:once?repeatCount=1&delay=0")
                        .routeId("starter")
                        .setBody(constant("{}"))
                        .to("azure-servicebus:in");
                from("azure-servicebus:in").routeId("one").to("azure-servicebus:out");
            }
        };
        try (TracedApps apps = new TracedApps("in", "out").run(starts)) {
            List<SpanData> spans = apps.spans(4);

            assertThat(named(spans, "send in").getParentSpanContext().isValid()).isFalse();
            assertThat(named(spans, "process in").getParentSpanId())
                    .isEqualTo(named(spans, "send in").getSpanId());
        }
    }

    @Test
    void linesOfAMessageCarryItsTrace() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger("dev.busway.servicebus.messages");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        log.setLevel(Level.INFO);
        List<String> seenByBean = new CopyOnWriteArrayList<>();
        RouteBuilder route = new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in").routeId("one").process(exchange -> seenByBean.add(MDC.get("trace_id")));
            }
        };
        try (TracedApps apps = new TracedApps("in").run(route)) {
            apps.send("in", List.of(message("id-of-lines", "traceparent", TRACEPARENT)));
            apps.spans(2);
            Awaitility.await().untilAsserted(() -> assertThat(List.copyOf(lines.list))
                    .filteredOn(line -> line.getKeyValuePairs().toString().contains("id-of-lines"))
                    .hasSize(1)
                    .allMatch(line -> line.getKeyValuePairs().toString().contains("trace_id=\"" + TRACE + "\"")));
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
        assertThat(seenByBean).containsExactly(TRACE);
    }

    @Test
    void withoutTracingTheContextTravelsOnAsItCame() throws Exception {
        try (TracedApps apps =
                new TracedApps("in", "middle", "out").withoutTracing().run(chain("ATOMIC"))) {
            apps.send("in", List.of(message("id-1", "traceparent", TRACEPARENT)));

            assertThat(apps.take("out", 1).get(0).getApplicationProperties())
                    .containsEntry("traceparent", TRACEPARENT)
                    .doesNotContainKey("Diagnostic-Id");
            assertThat(apps.spans(0)).isEmpty();
        }
    }

    private static RouteBuilder chain(String handoff) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?handoff=" + handoff).routeId("one").to("azure-servicebus:middle");
                from("azure-servicebus:middle?handoff=" + handoff)
                        .routeId("two")
                        .to("azure-servicebus:out");
            }
        };
    }

    private static ServiceBusMessage message(String id, String property, String value) {
        ServiceBusMessage message = new ServiceBusMessage("{}").setMessageId(id);
        message.getApplicationProperties().put(property, value);
        return message;
    }

    private static String trace(int number) {
        return String.format("%032x", number + 1);
    }

    private static SpanData named(List<SpanData> spans, String name) {
        List<SpanData> found = allNamed(spans, name);
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static List<SpanData> allNamed(List<SpanData> spans, String name) {
        return spans.stream().filter(span -> span.getName().equals(name)).toList();
    }

    private static Map<String, Object> attributes(SpanData span) {
        Map<String, Object> found = new HashMap<>();
        span.getAttributes().forEach((AttributeKey<?> key, Object value) -> found.put(key.getKey(), value));
        return found;
    }
}
