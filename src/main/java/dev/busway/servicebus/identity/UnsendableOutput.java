package dev.busway.servicebus.identity;

/**
 * A route wants to send what cannot be a message, and would again on every retry. The text names classes and headers, never
 * values.
 */
public final class UnsendableOutput extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String reason;

    /**
     * A fault of the route or of the message.
     *
     * @param reason one word, under which the input is dead-lettered
     */
    public UnsendableOutput(String reason, String message) {
        super(message);
        this.reason = reason;
    }

    private UnsendableOutput(String reason, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
    }

    /** The same fault with the step in which it happened in front of its text. */
    public UnsendableOutput in(String step) {
        return new UnsendableOutput(reason, step + ": " + getMessage(), this);
    }

    /** One word, under which the input is dead-lettered. */
    public String reason() {
        return reason;
    }
}
