package dev.busway.bench;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.time.Duration;

/** Asks a host whether it is ready. */
final class HealthProbe {

    /** Each question takes processor time from a host that is still cold: with 5 ms the start took a tenth longer. */
    private static final Duration BETWEEN = Duration.ofMillis(20);

    private HealthProbe() {}

    /** Returns as soon as {@code /health/ready} answers 200. */
    static void awaitReady(int port, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        while (!isReady(port)) {
            if (System.nanoTime() > until) {
                throw new IllegalStateException("not ready after " + atMost.toSeconds() + " s; see the log");
            }
            Pause.of(BETWEEN);
        }
    }

    private static boolean isReady(int port) {
        try {
            HttpURLConnection connection = (HttpURLConnection) URI.create("http://127.0.0.1:" + port + "/health/ready")
                    .toURL()
                    .openConnection();
            connection.setConnectTimeout(1_000);
            connection.setReadTimeout(5_000);
            try {
                return connection.getResponseCode() == HttpURLConnection.HTTP_OK;
            } finally {
                connection.disconnect();
            }
        } catch (IOException e) {
            return false;
        }
    }
}
