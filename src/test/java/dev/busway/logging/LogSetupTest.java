package dev.busway.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.busway.settings.ConfigurationException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.spi.LoggingEventBuilder;

/** What is written with the set-up that the host has, to the byte. */
final class LogSetupTest {

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final LoggerContext context = new LoggerContext();
    private final LogbackMDCAdapter inWork = new LogbackMDCAdapter();
    private final Logger log = context.getLogger("dev.busway.some");
    private FloodFilter flood;

    @BeforeEach
    void start() {
        context.setMDCAdapter(inWork);
    }

    @AfterEach
    void stop() {
        flood.stop();
        context.stop();
    }

    @Test
    void textHasTheFieldsThatAreThereAfterTheMessage() {
        write("text");

        line("id-1").addKeyValue("ms", 12L).log("completed");

        assertThat(lines().get(0)).endsWith("INFO  completed app=counter messageId=id-1 ms=12");
    }

    @Test
    void jsonHasTheSameFieldsAtItsTopWithTheirTypes() throws Exception {
        write("json");

        line("id-1").addKeyValue("ms", 12L).log("completed");

        JsonNode json = JSON.readTree(lines().get(0));
        assertThat(json.path("message").textValue()).isEqualTo("completed");
        assertThat(json.path("app").textValue()).isEqualTo("counter");
        assertThat(json.path("messageId").textValue()).isEqualTo("id-1");
        assertThat(json.path("ms").isNumber()).isTrue();
        assertThat(json.has("correlationId")).isFalse();
    }

    @Test
    void textOfSendersCanForgeNeitherALineNorAField() {
        write("text");

        line("a\nWARN  forged app=other \"").log("completed");

        assertThat(lines())
                .singleElement()
                .asString()
                .endsWith("completed app=counter messageId=\"a\\nWARN  forged app=other \\\"\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void whateverALineHoldsItIsOneLineOfVisibleCharacters(String format) {
        write(format);
        String hostile = "x\n12:00:00.000 WARN  forged app=counter\r\u001b]52;c;ZXZpbA==\u0007\u009b2J\u202e\u2028y";

        log.info("the header says {}", hostile);
        log.atWarn().addKeyValue(hostile, hostile).log(hostile);
        inWork.put("correlationId", hostile);
        log.info("of a message");

        assertThat(lines()).hasSize(3);
        assertThat(String.join("", lines()).chars())
                .noneMatch(each -> Character.isISOControl(each) || each == 0x202e || each == 0x2028);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void exceptionsAreClassesAndFramesButForOurOwnTexts(String format) {
        write(format);

        log.warn(
                "failed",
                new IllegalStateException(
                        "planted one", new IOException("planted two", new ConfigurationException("set the port"))));
        log.warn("failed", new UncheckedIOException("planted three", new IOException("planted four")));

        assertThat(written.toString(StandardCharsets.UTF_8))
                .contains("java.lang.IllegalStateException", "Caused by: java.io.IOException", "set the port")
                .contains("at dev.busway.logging.LogSetupTest.exceptionsAreClassesAndFramesButForOurOwnTexts")
                .doesNotContain("planted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void theLoggerOfWholeExceptionsIsOffUntilItIsNamed(String format) {
        write(format);
        log.setLevel(Level.TRACE);
        Logger whole = context.getLogger(LogSetup.EXCEPTIONS);
        assertThat(whole.isErrorEnabled()).isFalse();

        whole.setLevel(Level.DEBUG);
        whole.debug("failed", new IllegalStateException("the whole text"));

        assertThat(written.toString(StandardCharsets.UTF_8)).contains("the whole text");
    }

    @Test
    void linesOfABeanCarryTheMessageInWork() throws Exception {
        write("text");
        inWork.put("messageId", "id-2");
        inWork.put("app", "counter");

        log.info("from a bean");

        assertThat(lines().get(0)).endsWith("from a bean app=counter messageId=id-2");
    }

    @Test
    void aFieldOfStatementAndMessageInWorkIsWrittenOnce() throws Exception {
        write("json");
        inWork.put("messageId", "of-the-message");

        line("of-the-statement").log("failed");

        assertThat(JSON.readTree(lines().get(0)).path("messageId").textValue()).isEqualTo("of-the-statement");
    }

    @ParameterizedTest
    @ValueSource(strings = {"text", "json"})
    void theThousandthFailureOfTheSameKindIsACount(String format) {
        write(format);

        for (int i = 0; i < 1_000; i++) {
            log.atWarn()
                    .addKeyValue("app", "counter")
                    .addKeyValue("messageId", UUID.randomUUID())
                    .addKeyValue("sequenceNumber", i)
                    .addKeyValue("ms", i)
                    .addKeyValue("reason", "MalformedJson")
                    .setCause(i % 2 == 0 ? new IllegalStateException("gone " + i) : null)
                    .log("dead-lettered");
        }
        flood.endMinute();

        assertThat(lines())
                .filteredOn(line -> line.contains("dead-lettered") && !line.contains("like: "))
                .hasSize(FloodFilter.LINES + FloodFilter.STACK_TRACES);
        assertThat(lines())
                .filteredOn(line -> line.contains("more in this minute like: dead-lettered"))
                .hasSize(2)
                .allMatch(line -> line.contains("counter") && line.contains("MalformedJson"))
                .anyMatch(line -> line.contains("400 more"))
                .anyMatch(line -> line.contains("495 more"));
    }

    @Test
    void whatTheAzureSdkSaysOfBrokenLinksIsNotWritten() {
        write("text");

        context.getLogger("com.azure.messaging.servicebus.SomeHandler").error("{\"az.sdk.message\":\"...\"}");

        assertThat(lines()).isEmpty();
    }

    private LoggingEventBuilder line(String messageId) {
        return log.atInfo()
                .addKeyValue("app", "counter")
                .addKeyValue("messageId", messageId)
                .addKeyValue("correlationId", (Object) null);
    }

    private void write(String format) {
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setOutputStream(written);
        flood = LogSetup.write(context, appender, format, Level.INFO);
    }

    private List<String> lines() {
        return written.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
