package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class LockDurationTest {

    @Test
    void theFirstMessageShowsHowLongTheQueueLocks() throws Exception {
        Logger log = (Logger) LoggerFactory.getLogger("dev.busway.servicebus.apps");
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.setLevel(Level.INFO);
        log.addAppender(lines);
        try (Bus bus = new Bus()) {
            bus.queue(QueueSettings.of("in").withLockDuration(Duration.ofSeconds(20)))
                    .run(route());
            assertThat(bus.report("app").lock()).isNull();

            bus.send("in", "1", "2", "3");

            await().atMost(Duration.ofSeconds(30))
                    .until(() -> bus.report("app").counts().completed() == 3);
            assertThat(bus.report("app").lock()).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(20));
        } finally {
            log.detachAppender(lines);
            log.setLevel(null);
        }
        assertThat(List.copyOf(lines.list))
                .filteredOn(line -> line.getFormattedMessage().startsWith("messages are locked for"))
                .singleElement()
                .satisfies(line -> assertThat(line.getFormattedMessage()).contains("--lock-duration PT1M"));
    }

    @Test
    void onlyALockShorterThanAReconnectionIsAdvisedAgainst() {
        assertThat(LockDuration.advice(Duration.ofSeconds(29))).isPresent();
        assertThat(LockDuration.advice(Duration.ofSeconds(30))).isEmpty();
    }

    @Test
    void whatNoQueueCanBeSetToIsAClockThatGoesWrong() {
        assertThat(LockDuration.isPlausible(Duration.ofMinutes(5))).isTrue();
        assertThat(LockDuration.isPlausible(Duration.ofMinutes(6))).isFalse();
        assertThat(LockDuration.isPlausible(Duration.ofSeconds(-1))).isFalse();
    }

    private static RouteBuilder route() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in").routeId("app").setBody(constant("done"));
            }
        };
    }
}
