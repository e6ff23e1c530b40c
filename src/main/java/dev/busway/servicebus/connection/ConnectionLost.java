package dev.busway.servicebus.connection;

/** The connection went before an answer came; whether the broker has done what it was asked for is not known. */
public final class ConnectionLost extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ConnectionLost() {
        super("the connection to Service Bus was lost", null, false, false);
    }
}
