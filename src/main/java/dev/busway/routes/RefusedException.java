package dev.busway.routes;

/** A new app cannot be written as it was asked for; nothing has been written. The message is for a person. */
public final class RefusedException extends Exception {

    RefusedException(String message) {
        super(message);
    }
}
