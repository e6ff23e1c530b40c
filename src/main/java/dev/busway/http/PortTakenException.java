package dev.busway.http;

/** The port cannot be listened on, most often because another process does. */
public final class PortTakenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    PortTakenException(String host, int port, Throwable cause) {
        super("Cannot listen on " + host + ":" + port + " for HTTP; another process probably does", cause);
    }
}
