package dev.busway.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.core.amqp.exception.AmqpErrorCondition;
import com.azure.core.amqp.exception.AmqpException;
import dev.busway.check.Finding.Verdict;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.settings.Connection.Shared;
import dev.busway.settings.ConnectionString;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class PlainConnectionTest {

    private static final Duration SOON = Duration.ofMillis(400);
    private static final String HERE = "127.0.0.1";

    @Test
    void anEmulatorThatRunsIsReachedWithItsPort() {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start(EmulatorOptions.DEFAULT)) {
            Finding finding = PlainConnection.probe(new Shared(ConnectionString.parse(emulator.connectionString())));
            assertThat(finding.verdict()).isEqualTo(Verdict.GOOD);
            assertThat(finding.text()).isEqualTo("namespace 127.0.0.1 is 127.0.0.1, port " + emulator.port());
        }
    }

    @Test
    void aPortOnWhichNobodyListensIsNamed() throws IOException {
        int port;
        try (ServerSocket free = server()) {
            port = free.getLocalPort();
        }
        Finding finding = PlainConnection.probe(HERE, port, false, SOON);
        assertThat(finding.line())
                .isEqualTo("127.0.0.1:" + port + " refuses connections -> Does the emulator run, and on this port?");
        assertThatThrownBy(() -> PlainConnection.require(new Shared(ConnectionString.parse("Endpoint=sb://127.0.0.1:"
                        + port + ";SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true"))))
                .isInstanceOf(UnreachableException.class)
                .hasMessage(finding.line());
    }

    @Test
    void aServerThatSaysNothingIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = server()) {
            long before = System.nanoTime();
            Finding finding = PlainConnection.probe(HERE, silent.getLocalPort(), false, SOON);
            assertThat(finding.text())
                    .isEqualTo("127.0.0.1:" + silent.getLocalPort()
                            + " takes connections, but AMQP there did not answer within 0.4 s");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(3));
        }
    }

    @Test
    void aServerThatHangsInTlsIsGivenUpInTime() throws IOException {
        try (ServerSocket silent = server()) {
            assertThat(PlainConnection.probe(HERE, silent.getLocalPort(), true, SOON)
                            .line())
                    .startsWith("TLS of 127.0.0.1:" + silent.getLocalPort() + " did not answer within 0.4 s -> ")
                    .contains("5671");
        }
    }

    @Test
    void whatSpeaksAnotherProtocolIsNoServiceBus() throws Exception {
        try (ServerSocket server = server()) {
            Thread answering = answering(server, "HTTP/1.1 400 Bad Request\r\n\r\n");
            assertThat(PlainConnection.probe(HERE, server.getLocalPort(), false, Duration.ofSeconds(3))
                            .text())
                    .isEqualTo("what answers at 127.0.0.1:" + server.getLocalPort() + " does not speak AMQP");
            answering.join();
        }
    }

    @Test
    void aServerWithoutTlsIsToldFromOneWithABadCertificate() throws Exception {
        try (ServerSocket server = server()) {
            Thread answering = answering(server, "AMQP\u0003\u0001\u0000\u0000");
            assertThat(PlainConnection.probe(HERE, server.getLocalPort(), true, Duration.ofSeconds(3))
                            .line())
                    .startsWith("127.0.0.1:" + server.getLocalPort() + " does not speak TLS -> ")
                    .contains("UseDevelopmentEmulator=true");
            answering.join();
        }
    }

    @Test
    void aConnectionThatIsClosedAtOnceIsTold() throws Exception {
        try (ServerSocket server = server()) {
            Thread answering = answering(server, "");
            assertThat(PlainConnection.probe(HERE, server.getLocalPort(), false, Duration.ofSeconds(3))
                            .text())
                    .isEqualTo("127.0.0.1:" + server.getLocalPort() + " closed the connection before AMQP began");
            answering.join();
        }
    }

    @Test
    void aNameThatDnsDoesNotKnowIsNamed() {
        assertThat(PlainConnection.probe("no-such-host.invalid", 5671, true, PlainConnection.WITHIN)
                        .text())
                .matches("namespace no-such-host.invalid is not known to DNS"
                        + "|DNS, asked for no-such-host.invalid, did not answer within 4.5 s");
    }

    @Test
    void aWrongKeyIsToldFromAMissingRole() {
        assertThat(refused("status-code: 401, status-description: InvalidSignature: The token has an invalid"
                                + " signature.")
                        .remedy())
                .contains("key");
        assertThat(refused("Unauthorized access. 'Send' claim(s) are required to perform this operation.")
                        .remedy())
                .contains("role");
        assertThat(refused("ExpiredToken: The token is expired.").remedy()).contains("clock");
    }

    @Test
    void silenceIsNotToldInTheWordsOfTheSdk() {
        RuntimeException late = new IllegalStateException(
                "Did not observe any item or terminal signal within 10000ms in 'onErrorResume' (and no fallback)");
        assertThat(Refusal.explains(late)).isTrue();
        assertThat(Refusal.of(late).line())
                .startsWith("Service Bus did not answer in time -> ")
                .contains("5671");
    }

    private static Refusal refused(String text) {
        return Refusal.of(new AmqpException(false, AmqpErrorCondition.UNAUTHORIZED_ACCESS, text, null));
    }

    private static ServerSocket server() throws IOException {
        return new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    }

    /** Reads what comes first, so that closing sends no reset, answers and closes. */
    private static Thread answering(ServerSocket server, String answer) {
        Thread thread = new Thread(() -> {
            try (Socket client = server.accept()) {
                int unused = client.getInputStream().read(new byte[1024]);
                client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            } catch (IOException gone) {
                throw new java.io.UncheckedIOException(gone);
            }
        });
        thread.start();
        return thread;
    }
}
