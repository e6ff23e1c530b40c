package dev.busway.deadletter;

/** The dead-letter queue cannot be worked; the message says what stands in the way. */
public final class DeadLetterException extends RuntimeException {

    DeadLetterException(String message, Throwable cause) {
        super(message, cause);
    }

    DeadLetterException(String message) {
        super(message);
    }

    /** What stands in the way, without what the Azure SDK adds below it. */
    public String firstLine() {
        return getMessage().lines().findFirst().orElse("");
    }
}
