package dev.busway.servicebus.handoff;

/** How a handoff ended for one input. */
public sealed interface Outcome {

    /** The outputs are in and the input is completed. */
    record Done() implements Outcome {}

    /** The lock had ended; in atomic mode nothing was sent. The input is left to its next holder. */
    record LockLost() implements Outcome {}

    /**
     * It cannot be handed off now, for no fault of the message, which is still locked: to be released without a delivery
     * counted.
     */
    record GivenBack(String why) implements Outcome {}

    /** It can never be handed off; the input is still locked. In atomic mode nothing was sent. */
    record Hopeless(String reason, String description) implements Outcome {}
}
