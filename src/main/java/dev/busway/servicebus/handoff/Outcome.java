package dev.busway.servicebus.handoff;

/** How a handoff ended for one input. */
public sealed interface Outcome {

    /** The outputs are in and the input is completed. */
    record Done() implements Outcome {}

    /** The lock had ended; in atomic mode nothing was sent. The input is left to its next holder. */
    record LockLost() implements Outcome {}

    /** One output is larger than the broker takes: no further try can help. */
    record TooLarge(String description) implements Outcome {}

    /** Nothing was sent or settled, and the broker's last word is the reason; the input is still locked. */
    record Refused(String kind, String description) implements Outcome {}
}
