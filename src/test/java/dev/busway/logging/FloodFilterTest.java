package dev.busway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class FloodFilterTest {

    private final LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    private final Logger log = context.getLogger("dev.busway");
    private final ListAppender<ILoggingEvent> out = new ListAppender<>();
    private final FloodFilter filter = new FloodFilter();

    @BeforeEach
    void start() {
        filter.setContext(context);
        filter.start();
        out.addFilter(filter);
        out.start();
        log.addAppender(out);
        log.setLevel(Level.INFO);
    }

    @AfterEach
    void stop() {
        log.detachAppender(out);
        log.setLevel(null);
        filter.stop();
    }

    @Test
    void theThousandthOfTheSameIsACount() {
        for (int i = 0; i < 1_000; i++) {
            deadLettered(i);
        }
        assertThat(lines()).hasSize(FloodFilter.LINES);

        filter.endMinute();

        assertThat(lines()).hasSize(FloodFilter.LINES + 1);
        assertThat(lines().get(FloodFilter.LINES)).isEqualTo("900 more in this minute like: dead-lettered");
        assertThat(out.list.get(FloodFilter.LINES).getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly("app=counter", "reason=MalformedJson");
        deadLettered(1);
        assertThat(lines()).hasSize(FloodFilter.LINES + 2);
    }

    private void deadLettered(int milliseconds) {
        log.atWarn()
                .addKeyValue("app", "counter")
                .addKeyValue("messageId", UUID.randomUUID())
                .addKeyValue("deliveryCount", 0)
                .addKeyValue("ms", milliseconds)
                .addKeyValue("reason", "MalformedJson")
                .log("dead-lettered");
    }

    @Test
    void fewStackTracesOfTheSameArePrinted() {
        for (int i = 0; i < 50; i++) {
            log.error("no answer", new IllegalStateException("gone " + i));
        }
        assertThat(lines()).hasSize(FloodFilter.STACK_TRACES);
    }

    @Test
    void otherFailuresAndWhatIsNoWarningPass() {
        for (int i = 0; i < 200; i++) {
            log.info("completed app=counter");
            log.warn("dead-lettered app=counter reason=MalformedJson");
        }
        log.warn("dead-lettered app=counter reason=ValidationFailed");
        assertThat(lines()).hasSize(200 + FloodFilter.LINES + 1);
    }

    private List<String> lines() {
        return out.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
