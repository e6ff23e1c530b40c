package dev.busway.check;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.settings.Settings;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class BackgroundCheckTest {

    private final Logger log = (Logger) LoggerFactory.getLogger("dev.busway.check");
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    @BeforeEach
    void listen() {
        log.setLevel(Level.INFO);
        lines.start();
        log.addAppender(lines);
    }

    @AfterEach
    void leave() {
        log.detachAppender(lines);
        log.setLevel(null);
    }

    @Test
    void aQueueThatIsMissingIsToldOfOnceWithWhatToDo() {
        try (ServiceBusEmulator emulator =
                ServiceBusEmulator.start(EmulatorOptions.DEFAULT.withCreateOnFirstUse(false))) {
            emulator.declareQueue("counter-in");
            try (Host host = host(emulator)) {
                BackgroundCheck.start(host);
                awaitLine("counter cannot send to counter-out");
            }
        }
        ILoggingEvent line = lines.list.get(0);
        assertThat(line.getLevel()).isEqualTo(Level.WARN);
        assertThat(line.getFormattedMessage()).contains("-> Create it, or set the name that it really has");
        assertThat(line.getKeyValuePairs())
                .extracting(pair -> pair.key + "=" + pair.value)
                .containsExactly("app=counter", "queue=counter-out");
    }

    @Test
    void whereNothingIsMissingOneLineSaysSo() {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = host(emulator)) {
            BackgroundCheck.start(host);
            awaitLine("Checked: namespace, credential, queues and rights");
            assertThat(emulator.counts("counter-out").active()).isZero();
        }
        assertThat(lines.list).hasSize(1);
    }

    private void awaitLine(String text) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(List.copyOf(lines.list))
                .anyMatch(line -> line.getFormattedMessage().contains(text)));
    }

    private static Host host(ServiceBusEmulator emulator) {
        return Host.start(Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0")
                .with(Settings.APPS, "counter"));
    }
}
