package dev.busway.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.host.ServiceBusAccess;
import dev.busway.servicebus.ServiceBusApps;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The page in a real browser, which all tests share, on a real host of each test's own, while messages flow. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OperationsPageTest {

    private static final String TOKEN = "a-token-for-this-test";
    private static final String TAB = "\uE004";
    private static final String ENTER = "\uE007";
    private static final String COUNTER = "#app-counter";
    private static final String AT_ONCE = COUNTER + " [aria-label='Messages at once for counter']";

    private ServiceBusEmulator emulator;
    private Host host;
    private Chromium browser;

    @BeforeAll
    void startBrowser() throws IOException {
        if (System.getenv("CI") == null) {
            assumeTrue(Chromium.isInstalled(), "no chromium and chromedriver on the PATH; the page is not tested");
        }
        browser = Chromium.start();
    }

    @AfterAll
    void stopBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @BeforeEach
    void start() {
        emulator = ServiceBusEmulator.start();
        host = host(0);
        browser.showAs(1280, 900, false);
        browser.open("http://127.0.0.1:" + host.httpPort() + "/");
        eventually().untilAsserted(() -> assertThat(state()).isEqualTo("receiving"));
        // What came before belongs to another test.
        browser.errors();
    }

    @AfterEach
    void stop() {
        // A page that is left open would go on asking a host that is gone.
        browser.open("about:blank");
        host.close();
        emulator.close();
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
        ServiceBusApps.pause(host.context(), "counter");
        send("counter-in", "this is not JSON", 3);
        unlock();
        eventually().untilAsserted(() -> assertThat(browser.text("#queue-rows tr"))
                .containsPattern("counter-in\\s+in of counter\\s+3\\s+0\\s+4\\s+a look into it"));

        browser.click("[aria-label='Dead letters of counter-in']");
        eventually().untilAsserted(() -> assertThat(browser.text("#group-rows")).contains("MalformedJson"));
        assertThat(browser.text("#letters-total")).startsWith("4,");
        browser.script("document.getElementById('letters').scrollIntoView()");
        looksRight("dead-letters");
        browser.click("#group-rows button");
        assertThat(browser.text("#resubmit-what")).startsWith("4 dead letters of counter-in");
        browser.click("#resubmit-form [type=submit]");

        eventually().untilAsserted(() -> assertThat(browser.text("#job-list")).contains("4 of 4 done"));
        ServiceBusApps.resume(host.context(), "counter");
        // They are no JSON still, so that they come again: as other letters, once each.
        eventually().untilAsserted(() -> assertThat(browser.text(COUNTER)).containsPattern("Dead-lettered\\s+11\\b"));
        assertThat(emulator.counts("counter-in").deadLettered()).isEqualTo(7);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void theDeadLettersOfAllAppsAreShownAppByApp() throws IOException {
        send("counter-in", "this is not JSON", 2);
        send("feedback-form-in", "neither is this", 1);
        eventually()
                .until(() -> emulator.counts("counter-in").deadLettered() == 2
                        && emulator.counts("feedback-form-in").deadLettered() == 1);
        unlock();
        browser.click("#all-letters");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#letters-total")).startsWith("3,"));
        assertThat(browser.text("#letters")).isEqualTo("Dead letters of all apps");
        assertThat(browser.script(
                                "return [...document.querySelectorAll('#group-rows tr')]"
                                        + ".map(row => [...row.cells].slice(0, 3).map(cell => cell.textContent).join(' ')).join('; ')")
                        .asText())
                .isEqualTo("counter 2 MalformedJson; feedback-form 1 MalformedJson");
        assertThat(browser.script("return document.getElementById('letters-purge').hidden")
                        .asBoolean())
                .isTrue();
        browser.script("document.getElementById('letters').scrollIntoView()");
        looksRight("dead-letters-of-all");

        browser.click("#group-rows tr:nth-child(2) button.danger");
        assertThat(browser.text("#purge-what")).startsWith("1 dead letters of feedback-form-in");
        browser.type("#purge-word", "purge" + ENTER);

        eventually()
                .untilAsserted(() -> assertThat(browser.text("#letters-total")).startsWith("2,"));
        assertThat(emulator.counts("feedback-form-in").deadLettered()).isZero();
        assertThat(emulator.counts("counter-in").deadLettered()).isEqualTo(2);
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void anOperatorDrainsAnAppAndChangesItsConcurrency() {
        unlock();
        browser.script("document.querySelector(arguments[0]).select()", AT_ONCE);
        browser.type(AT_ONCE, "7" + ENTER);
        eventually().untilAsserted(() -> {
            assertThat(browser.text("#note")).contains("counter now works on 7 messages at once");
            assertThat(ServiceBusApps.concurrency(host.context(), "counter")).hasValue(7);
        });
        browser.script("document.querySelector(arguments[0]).select()", AT_ONCE);
        browser.type(AT_ONCE, "0" + ENTER);
        eventually().untilAsserted(() -> assertThat(browser.text("#note")).contains("from 1 to 1000"));

        browser.click(COUNTER + " [aria-label='Drain counter']");
        eventually().untilAsserted(() -> {
            assertThat(state()).isEqualTo("paused");
            assertThat(browser.text(COUNTER + " .detail")).contains("drained by an operator");
        });
        send("counter-in", "{\"id\":\"a\",\"text\":\"later\"}", 2);
        browser.click(COUNTER + " [aria-label='Resume counter']");
        eventually().untilAsserted(() -> assertThat(browser.text(COUNTER)).containsPattern("Completed\\s+2\\b"));
        // The concurrency of nothing was refused, and nothing else.
        assertThat(browser.errors()).allMatch(error -> error.contains("400"));
    }

    @Test
    void aPurgeIsDoneOnlyAfterItsWordWasTyped() throws IOException {
        openThreeDeadLetters();
        browser.click("#letters-purge");
        assertThat(browser.text("#purge-what")).isEqualTo("All dead letters of counter-in are removed.");
        fitsAPhone();
        browser.type("#purge-word", "yes" + ENTER);
        assertThat(browser.text("#purge-what")).isNotEmpty();
        assertThat(emulator.counts("counter-in").deadLettered()).isEqualTo(3);

        browser.script("document.getElementById('purge-word').value = ''");
        browser.type("#purge-word", "purge" + ENTER);

        eventually().untilAsserted(() -> {
            assertThat(browser.text("#job-list"))
                    .contains("Purge of counter-in")
                    .contains("3 of 3 done");
            assertThat(browser.text("#letters-total")).isEqualTo("There are none.");
        });
        assertThat(emulator.counts("counter-in").deadLettered()).isZero();
        assertThat(emulator.counts("counter-in").active()).isZero();
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void oneIsMendedBeforeItGoesBackAndSaysSo() throws IOException {
        openThreeDeadLetters();
        ServiceBusApps.pause(host.context(), "counter");
        browser.click("#letter-rows button");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#letter-title")).contains("Dead letter"));
        assertThat(browser.script("return document.getElementById('letter-body').value")
                        .asText())
                .isEqualTo("this is not JSON");
        fitsAPhone();
        browser.script("document.getElementById('letter-body').value = ''");
        browser.type("#letter-body", "{\"id\":\"mended\",\"text\":\"well\"}");
        browser.type("#letter-set", "ticket=42");
        browser.click("#letter-form [type=submit]");

        eventually().untilAsserted(() -> {
            assertThat(browser.text("#job-list")).contains("1 of 1 done");
            assertThat(browser.text("#letters-total")).startsWith("2,");
        });
        try (ServiceBusReceiverClient receiver =
                connection().receiver().queueName("counter-in").buildClient()) {
            assertThat(receiver.peekMessage().getApplicationProperties())
                    .containsEntry("busway-edited", "body, set ticket")
                    .containsEntry("ticket", "42");
        }
        ServiceBusApps.resume(host.context(), "counter");
        eventually().untilAsserted(() -> assertThat(browser.text(COUNTER)).containsPattern("Completed\\s+1\\b"));
        assertThat(browser.errors()).isEmpty();
    }

    @Test
    void workThatTakesLongIsStoppedFromTheKeyboard() throws IOException {
        openThreeDeadLetters();
        browser.click("#letters-all");
        browser.script("document.getElementById('resubmit-rate').value = '0.1'");
        browser.type("#resubmit-to", "elsewhere");
        fitsAPhone();
        browser.type("#resubmit-to", ENTER);
        String stop = "Stop resubmit of counter-in";
        eventually().untilAsserted(() -> assertThat(browser.text("#job-list")).contains("1 of 3"));
        browser.script("document.getElementById('jobs').focus()");
        tabTo(stop);

        // The list is drawn anew every two seconds; the button that has the focus must not lose it.
        browser.script("document.querySelector('#job-list li').setAttribute('data-drawn', 'before')");
        eventually().until(() -> browser.script("return document.querySelector('[data-drawn]') === null")
                .asBoolean());
        assertThat(focused()).isEqualTo(stop);
        browser.press(ENTER);

        eventually()
                .untilAsserted(() -> assertThat(browser.text("#job-list")).contains("1 of 3 done, 2 left, stopped"));
        assertThat(emulator.counts("counter-in").deadLettered()).isEqualTo(2);
        assertThat(emulator.counts("elsewhere").active()).isEqualTo(1);
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
        tabTo("Pause counter");
        browser.press(ENTER);
        eventually().untilAsserted(() -> assertThat(state()).isEqualTo("paused"));
        // Where the pressed button was is the one that undoes it, and the focus with it.
        eventually().untilAsserted(() -> assertThat(focused()).isEqualTo("Resume counter"));
        browser.press(ENTER);
        eventually().untilAsserted(() -> assertThat(state()).isEqualTo("receiving"));

        browser.script("document.getElementById('queues').focus()");
        tabTo("Dead letters of counter-in");
        browser.press(ENTER);
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#letters-total")).isEqualTo("There are none."));
        eventually().until(() -> browser.script("return document.activeElement.id === 'letters'")
                .asBoolean());
    }

    private void tabTo(String label) {
        for (int i = 0; i < 60 && !focused().equals(label); i++) {
            browser.press(TAB);
        }
        assertThat(focused()).isEqualTo(label);
    }

    private String focused() {
        return browser.script("return document.activeElement.getAttribute('aria-label') || ''")
                .asText();
    }

    private void openThreeDeadLetters() {
        send("counter-in", "this is not JSON", 3);
        eventually().untilAsserted(() -> assertThat(browser.text(COUNTER)).containsPattern("Dead-lettered\\s+3\\b"));
        unlock();
        browser.click("[aria-label='Dead letters of counter-in']");
        eventually()
                .untilAsserted(() -> assertThat(browser.text("#letters-total")).startsWith("3,"));
    }

    private void fitsAPhone() {
        browser.showAs(360, 740, false);
        assertThat(browser.script(
                                "return Math.max(document.documentElement.scrollWidth,"
                                        + " ...[...document.querySelectorAll('dialog[open]')].map(d => d.getBoundingClientRect().right))")
                        .asInt())
                .isLessThanOrEqualTo(360);
        browser.showAs(1280, 900, false);
    }

    private void looksRight(String name) throws IOException {
        Path folder = Path.of("target", "screenshots");
        for (boolean dark : new boolean[] {false, true}) {
            browser.showAs(1280, 900, dark);
            browser.screenshot(folder.resolve(name + (dark ? "-dark.png" : "-light.png")));
        }
        browser.showAs(360, 740, false);
        browser.screenshot(folder.resolve(name + "-360.png"));
        fitsAPhone();
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
        try (ServiceBusSenderClient sender =
                connection().sender().queueName(queue).buildClient()) {
            sender.sendMessages(IntStream.range(0, count)
                    .mapToObj(i -> new ServiceBusMessage(body))
                    .toList());
        }
    }

    private ServiceBusClientBuilder connection() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }

    private static ConditionFactory eventually() {
        return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(200));
    }
}
