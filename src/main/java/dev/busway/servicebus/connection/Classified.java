package dev.busway.servicebus.connection;

/** An error of our own that knows what it is about. */
public interface Classified {

    FailureKind kind();
}
