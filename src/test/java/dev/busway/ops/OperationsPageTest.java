package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.host.ServiceBusAccess;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in a real browser, on a real host, while messages flow. */
final class OperationsPageTest {

    private static final String TOKEN = "a-token-for-this-test";
    private static final String TAB = "\uE004";
    private static final String ENTER = "\uE007";
    private static final String COUNTER = "#app-counter";

    private ServiceBusEmulator emulator;
    private Host host;
    private Chromium browser;

    @BeforeEach
    void start() throws IOException {
        if (System.getenv("CI") == null) {
            assumeTrue(Chromium.isInstalled(), "no chromium and chromedriver on the PATH; the page is not tested");
        }
        emulator = ServiceBusEmulator.start();
        host = host(0);
        browser = Chromium.start();
        browser.showAs(1280, 900, false);
        browser.open("http://127.0.0.1:" + host.httpPort() + "/");
        eventually().untilAsserted(() -> assertThat(state()).isEqualTo("receiving"));
    }

    @AfterEach
    void stop() {
        for (AutoCloseable part : new AutoCloseable[] {browser, host, emulator}) {
            if (part != null) {
                try {
                    part.close();
                } catch (Exception failure) {
                    throw new AssertionError(failure);
                }
            }
        }
    }

    @Test
    void anOperatorWatchesPausesAndResumes() throws IOException {
        send("counter-in", "{\"id\":\"a\",\"text\":\"to be or not to be\"}", 20);
        eventually().untilAsserted(() -> assertThat(browser.text(COUNTER)).containsPattern("Completed\\s+20\\b"));

        browser.click(COUNTER + " [aria-label='Pause counter']");
        browser.type("#token", "a-wrong-token");
        browser.click("#token-form [type=submit]");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#token-error")).contains("wrong"));
        browser.script("document.getElementById('token').value = ''");
        browser.type("#token", TOKEN + ENTER);
        eventually().untilAsserted(() -> assertThat(state()).isEqualTo("paused"));

        send("counter-in", "{\"id\":\"a\",\"text\":\"later\"}", 3);
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#queue-rows tr")).containsPattern("counter-in.*\\s3\\s"));
        looksRight("paused");
        browser.click(COUNTER + " [aria-label='Resume counter']");
        eventually().untilAsserted(() -> {
            assertThat(state()).isEqualTo("receiving");
            assertThat(browser.text(COUNTER)).containsPattern("Completed\\s+23\\b");
        });
        // The wrong token was refused, and nothing else.
        assertThat(browser.errors()).allMatch(error -> error.contains("401"));
    }

    @Test
    void anOperatorResubmitsAGroupOfDeadLetters() throws IOException {
        send("counter-in", "this is not JSON", 4);
        eventually().untilAsserted(() -> assertThat(browser.text(COUNTER)).containsPattern("Dead-lettered\\s+4\\b"));
        unlock();

        browser.click("[aria-label='Dead letters of counter-in']");
        eventually().untilAsserted(() -> assertThat(browser.text("#group-rows")).contains("MalformedJson"));
        assertThat(browser.text("#letters-total")).startsWith("4,");
        browser.script("document.getElementById('letters').scrollIntoView()");
        looksRight("dead-letters");
        browser.click("#group-rows button");
        assertThat(browser.text("#resubmit-what")).startsWith("4 dead letters of counter-in");
        browser.click("#resubmit-form [type=submit]");

        eventually().untilAsserted(() -> assertThat(browser.text("#job-list")).contains("4 of 4 done"));
        // They are no JSON still, so that they come again: as other letters, once each.
        eventually().untilAsserted(() -> assertThat(browser.text(COUNTER)).containsPattern("Dead-lettered\\s+8\\b"));
        assertThat(emulator.counts("counter-in").deadLettered()).isEqualTo(4);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theHostIsLostAndFoundAgain() throws IOException {
        int port = host.httpPort();
        host.close();
        eventually().untilAsserted(() -> assertThat(browser.text("#lost")).contains("does not answer"));
        looksRight("lost");
        host = host(port);
        eventually().untilAsserted(() -> {
            assertThat(browser.text("#live")).isEqualTo("Live");
            assertThat(browser.text("#lost")).isEmpty();
            assertThat(state()).isEqualTo("receiving");
        });
    }

    @Test
    void theKeyboardIsEnough() {
        unlock();
        String focused = "";
        for (int i = 0; i < 20 && !focused.equals("Pause counter"); i++) {
            browser.press(TAB);
            focused = browser.script("return document.activeElement.getAttribute('aria-label') || ''")
                    .asText();
        }
        assertThat(focused).isEqualTo("Pause counter");
        browser.press(ENTER);
        eventually().untilAsserted(() -> assertThat(state()).isEqualTo("paused"));
    }

    private void looksRight(String name) throws IOException {
        Path folder = Path.of("target", "screenshots");
        for (boolean dark : new boolean[] {false, true}) {
            browser.showAs(1280, 900, dark);
            browser.screenshot(folder.resolve(name + (dark ? "-dark.png" : "-light.png")));
        }
        browser.showAs(360, 740, false);
        browser.screenshot(folder.resolve(name + "-360.png"));
        assertThat(browser.script("return document.documentElement.scrollWidth").asInt())
                .isLessThanOrEqualTo(360);
        browser.showAs(1280, 900, false);
    }

    private void unlock() {
        browser.click("#unlock");
        browser.type("#token", TOKEN + ENTER);
        eventually().untilAsserted(() -> assertThat(browser.text("#unlock")).isEqualTo("Lock changes"));
    }

    private String state() {
        return browser.text(COUNTER + " .state");
    }

    private Host host(int port) {
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, Integer.toString(port));
        ServiceBusAccess access = ServiceBusAccess.from(settings);
        return Host.start(
                settings, context -> List.of(OpsPart.addTo(context, Access.token(TOKEN), access::clientBuilder)));
    }

    private void send(String queue, String body, int count) {
        try (ServiceBusSenderClient sender = new ServiceBusClientBuilder()
                .connectionString(emulator.connectionString())
                .sender()
                .queueName(queue)
                .buildClient()) {
            sender.sendMessages(IntStream.range(0, count)
                    .mapToObj(i -> new ServiceBusMessage(body))
                    .toList());
        }
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }
}
