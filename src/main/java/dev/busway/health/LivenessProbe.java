package dev.busway.health;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;

/**
 * Asks the host in the same container whether it lives, and ends with 0 or 1: the health check of the container image, in
 * which there is no other program to ask with. Stays clear of all libraries, because it runs twice a minute.
 */
public final class LivenessProbe {

    private static final int PATIENCE_MILLIS = 3_000;

    private LivenessProbe() {}

    /** Takes no arguments; the port is in the environment variable {@code PORT}, else 8080. */
    public static void main(String[] arguments) {
        String port = System.getenv("PORT");
        String address =
                "http://127.0.0.1:" + (port == null || port.isBlank() ? "8080" : port.strip()) + "/health/live";
        System.exit(isAlive(address) ? 0 : 1);
    }

    /** Container runtimes show the last lines of this output. */
    static boolean isAlive(String address) {
        try {
            HttpURLConnection question =
                    (HttpURLConnection) URI.create(address).toURL().openConnection();
            question.setConnectTimeout(PATIENCE_MILLIS);
            question.setReadTimeout(PATIENCE_MILLIS);
            int status = question.getResponseCode();
            System.out.println(address + " answered " + status);
            return status == HttpURLConnection.HTTP_OK;
        } catch (IOException | IllegalArgumentException e) {
            System.out.println(address + " did not answer: " + e.getMessage());
            return false;
        }
    }
}
