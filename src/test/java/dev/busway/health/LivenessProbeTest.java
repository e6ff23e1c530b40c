package dev.busway.health;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class LivenessProbeTest {

    @ParameterizedTest
    @CsvSource({"200, true", "503, false", "404, false"})
    void aHostLivesThatSaysSo(int status, boolean alive) throws IOException {
        HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.createContext("/health/live", question -> {
            question.sendResponseHeaders(status, -1);
            question.close();
        });
        host.start();
        try {
            assertThat(LivenessProbe.isAlive(address(host))).isEqualTo(alive);
        } finally {
            host.stop(0);
        }
    }

    @Test
    void aHostThatDoesNotListenDoesNotLive() throws IOException {
        HttpServer host = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        host.start();
        String gone = address(host);
        host.stop(0);

        assertThat(LivenessProbe.isAlive(gone)).isFalse();
    }

    @Test
    void aPortThatIsNoNumberIsSaidInsteadOfThrown() {
        assertThat(LivenessProbe.isAlive("http://127.0.0.1:${PORT}/health/live"))
                .isFalse();
    }

    private static String address(HttpServer host) {
        return "http://127.0.0.1:" + host.getAddress().getPort() + "/health/live";
    }
}
