package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.azure.messaging.servicebus.ServiceBusMessage;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.support.AsyncProcessorSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class QuietStopTest {

    private static final String SECRET = "5150-secret";

    private final Bus bus = new Bus();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.start();
        root().addAppender(log);
    }

    @AfterEach
    void close() {
        root().detachAppender(log);
        bus.close();
    }

    private static Logger root() {
        return (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    }

    @Test
    void aStopPrintsNeitherBodyNorHeadersOfWhatAThreadStillWaitsFor() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        bus.queues("in").run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in").routeId("app").process(exchange -> {
                    try (var template = getContext().createProducerTemplate()) {
                        template.requestBodyAndHeader(
                                "direct:slow", exchange.getMessage().getBody(), "header", SECRET);
                    }
                });
                from("direct:slow").process(new Endless(entered));
            }
        });
        bus.context().getShutdownStrategy().setTimeout(1);
        ServiceBusMessage message = new ServiceBusMessage("body " + SECRET);
        message.getApplicationProperties().put("property", SECRET);
        bus.send("in", List.of(message));
        await().until(() -> entered.getCount() == 0);

        bus.context().stop();

        assertThat(log.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .anyMatch(line -> line.contains("threads still wait for a step"))
                .noneMatch(line -> line.contains(SECRET));
    }

    /** A step that never ends. */
    private static final class Endless extends AsyncProcessorSupport {

        private final CountDownLatch entered;

        Endless(CountDownLatch entered) {
            this.entered = entered;
        }

        @Override
        public boolean process(Exchange exchange, AsyncCallback callback) {
            entered.countDown();
            return false;
        }
    }
}
