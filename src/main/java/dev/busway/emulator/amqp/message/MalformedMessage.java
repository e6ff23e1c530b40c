package dev.busway.emulator.amqp.message;

/** Bytes that are not an AMQP message; the transfer that carried them is rejected. */
public final class MalformedMessage extends RuntimeException {

    public MalformedMessage(String message) {
        super(message);
    }
}
