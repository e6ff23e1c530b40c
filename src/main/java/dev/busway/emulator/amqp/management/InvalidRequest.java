package dev.busway.emulator.amqp.management;

/** A request without an argument that it needs, or with one of the wrong type. */
final class InvalidRequest extends RuntimeException {

    InvalidRequest(String message) {
        super(message);
    }
}
