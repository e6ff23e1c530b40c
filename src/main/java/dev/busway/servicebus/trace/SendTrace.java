package dev.busway.servicebus.trace;

/** One message on its way to the broker. */
public interface SendTrace {

    /**
     * The broker has answered; a second call does nothing.
     *
     * @param error why it was not sent; null when it was
     */
    void ended(Throwable error);
}
