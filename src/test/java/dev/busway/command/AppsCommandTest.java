package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.servicebus.AppState;
import dev.busway.servicebus.ServiceBusApps;
import dev.busway.servicebus.ServiceBusReports;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command against a real host of this process, over a real socket. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class AppsCommandTest {

    private static final String TOKEN = "planted-ops-token-of-the-host";

    @TempDir
    private Path folder;

    private ServiceBusEmulator emulator;
    private Host host;
    private StringWriter out;
    private StringWriter err;

    @BeforeAll
    void start() {
        emulator = ServiceBusEmulator.start();
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0")
                .with(Settings.APPS, "counter,feedback-form")
                .with(Operations.TOKEN, TOKEN);
        host = Host.start(settings, Operations.guarded(settings));
    }

    @AfterAll
    void stop() {
        host.close();
        emulator.close();
    }

    @BeforeEach
    void everyAppReceives() {
        out = new StringWriter();
        err = new StringWriter();
        List.of("counter", "feedback-form").forEach(app -> ServiceBusApps.resume(host.context(), app));
        eventuallyBoth(AppState.RECEIVING);
    }

    @Test
    void listingNeedsNoTokenAndShowsEveryApp() {
        assertThat(run("apps", "--url", url())).isZero();
        assertThat(out.toString())
                .contains("counter-in -> counter-out", "feedback-form-in -> feedback-form-out")
                .containsPattern("counter +RECEIVING +0 +0 +256 ");

        assertThat(run("apps", "list", "--url", url() + "/")).isZero();
    }

    @Test
    void appsArePausedAndResumed() throws IOException {
        assertThat(withToken("pause", "counter", "feedback-form")).isZero();
        assertThat(out.toString()).contains("counter: PAUSED, 0 in flight", "feedback-form: PAUSED");
        eventuallyBoth(AppState.PAUSED);

        assertThat(withToken("resume", "counter", "feedback-form")).isZero();
        eventuallyBoth(AppState.RECEIVING);
    }

    @Test
    void anAppIsDrained() throws IOException {
        assertThat(withToken("drain", "counter", "feedback-form")).isZero();
        assertThat(out.toString()).containsPattern("counter: (DRAINING|PAUSED), 0 in flight");
        eventuallyBoth(AppState.PAUSED);
    }

    @Test
    void concurrencyIsChangedWhileTheHostRuns() throws IOException {
        assertThat(withToken("concurrency", "counter", "7")).isZero();
        assertThat(out.toString()).contains("counter: RECEIVING, 0 in flight, 7 at once");
        assertThat(ServiceBusApps.concurrency(host.context(), "counter")).hasValue(7);
        ServiceBusApps.concurrency(host.context(), "counter", 32);

        assertThat(withToken("concurrency", "counter", "1001")).isEqualTo(1);
        assertThat(err.toString()).contains("answers 400: concurrency must be a whole number from 1 to 1000.");
    }

    @Test
    void anUnknownAppIsSaidToBeUnknown() throws IOException {
        assertThat(withToken("pause", "no such/app")).isEqualTo(1);
        assertThat(err.toString()).contains(url() + " answers 404: there is no such app.");
    }

    @Test
    void withoutTheRightTokenNothingIsChanged() throws IOException {
        assertThat(run("apps", "pause", "counter", "--url", url())).isEqualTo(2);
        assertThat(err.toString()).contains("refuses: this needs the operations token", "BUSWAY_OPS_TOKEN");

        assertThat(run("apps", "pause", "counter", "--url", url(), "--token-file", file("planted-wrong\n")))
                .isEqualTo(2);
        assertThat(err.toString()).contains("the operations token is wrong", "--token-file");

        eventuallyBoth(AppState.RECEIVING);
        assertThat(out + err.toString()).doesNotContain("planted");
    }

    @Test
    void aHostWithoutATokenSaysThatChangesAreSwitchedOff() {
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulator.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0")
                .with(Settings.APPS, "counter");
        try (Host closed = Host.start(settings, Operations.guarded(settings))) {
            assertThat(run("apps", "pause", "counter", "--url", "http://127.0.0.1:" + closed.httpPort()))
                    .isEqualTo(2);
            assertThat(err.toString()).contains("refuses: changes are switched off; set BUSWAY_OPS_TOKEN");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"two\nplanted lines", "planted blank", "\n", "planted-\u00e9"})
    void aFileThatHoldsNoTokenIsRefusedWithoutQuotingIt(String content) throws IOException {
        assertThat(run("apps", "pause", "counter", "--url", url(), "--token-file", file(content)))
                .isEqualTo(2);
        assertThat(err.toString()).contains("holds blanks, line ends").doesNotContain("planted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8080", "ftp://localhost", "http://", "http://name:planted@localhost", "/api"})
    void anAddressThatIsNoneIsWrongUse(String address) {
        assertThat(run("apps", "--url", address)).isEqualTo(2);
        assertThat(err.toString()).isNotEmpty().doesNotContain("planted");
    }

    @Test
    void nobodyAtTheAddressIsSaidSo() throws IOException {
        ServerSocket gone = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        String address = "http://127.0.0.1:" + gone.getLocalPort();
        gone.close();
        assertThat(run("apps", "--url", address)).isEqualTo(1);
        assertThat(err.toString()).contains("No answer from " + address + " (ConnectException). Does the host run");
    }

    @Test
    void anythingElseAtTheAddressIsSaidToBeNoBusway() throws IOException {
        HttpServer other = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        other.createContext("/", exchange -> {
            byte[] page = "<html>hello</html>".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, page.length);
            exchange.getResponseBody().write(page);
            exchange.close();
        });
        other.start();
        try {
            assertThat(run(
                            "apps",
                            "--url",
                            "http://127.0.0.1:" + other.getAddress().getPort()))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("(200) is no Busway. Is --url its address?");
        } finally {
            other.stop(0);
        }
    }

    private int withToken(String... arguments) throws IOException {
        List<String> all = new ArrayList<>(List.of("apps"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("--url", url(), "--token-file", file(TOKEN + "\n")));
        return run(all.toArray(new String[0]));
    }

    private int run(String... arguments) {
        return BuswayCommand.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }

    private String url() {
        return "http://127.0.0.1:" + host.httpPort();
    }

    private String file(String content) throws IOException {
        return Files.writeString(folder.resolve("token"), content).toString();
    }

    private void eventuallyBoth(AppState state) {
        Awaitility.await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(
                        ServiceBusReports.of(host.context()))
                .hasSize(2)
                .allMatch(report -> report.state() == state, "is " + state));
    }
}
