package dev.busway.text;

import java.util.Optional;
import java.util.Set;

/**
 * Decides by where the text of an exception comes from whether people may see it who must not see messages. Most exceptions quote
 * what they stumbled over ({@code Duplicate entry 'bob@example.com'}), so that only these are shown:
 *
 * <ul>
 *   <li>of Busway's own exceptions, {@code UnrecoverableMessageException} among them: their texts are written to be read by
 *       operators;
 *   <li>of a network that fails, where the JDK itself has written the text: {@code Connection refused}.
 * </ul>
 */
public final class ExceptionText {

    private static final String OURS = "dev.busway.";
    private static final int MOST = 1_000;
    /** By name and not by kind: a subclass is somebody else's and may say anything. */
    private static final Set<String> OF_THE_NETWORK = Set.of(
            "java.net.ConnectException",
            "java.net.NoRouteToHostException",
            "java.net.PortUnreachableException",
            "java.net.SocketException",
            "java.net.SocketTimeoutException",
            "java.net.http.HttpConnectTimeoutException",
            "java.net.http.HttpTimeoutException",
            "javax.net.ssl.SSLHandshakeException");

    private static final Set<String> JDK = Set.of("java.", "javax.net.", "jdk.", "sun.");

    private ExceptionText() {}

    /** The text of an exception in one line, at most {@value #MOST} characters of it; empty where it must not be shown. */
    public static Optional<String> of(Throwable thrown) {
        boolean ours = thrown.getClass().getName().startsWith(OURS);
        String text = ours || isOfTheNetwork(thrown) ? thrown.getMessage() : null;
        return text == null || text.isBlank()
                ? Optional.empty()
                : Optional.of(Visible.line(text.strip().replaceAll("\\s+", " "), MOST));
    }

    private static boolean isOfTheNetwork(Throwable thrown) {
        StackTraceElement[] frames = thrown.getStackTrace();
        return OF_THE_NETWORK.contains(thrown.getClass().getName())
                && frames.length > 0
                && JDK.stream().anyMatch(frames[0].getClassName()::startsWith);
    }
}
