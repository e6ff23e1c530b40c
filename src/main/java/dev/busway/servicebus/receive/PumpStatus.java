package dev.busway.servicebus.receive;

/**
 * What a pump is doing.
 *
 * @param detail the reason in one line; may be empty
 * @param stuck a message in flight that nothing works on and nothing waits for, in one line; empty when there is none
 */
public record PumpStatus(Activity activity, String detail, int inFlight, int waitingForRedelivery, String stuck) {

    /** The rules by which it takes messages. */
    public enum Activity {
        STOPPED,
        OPEN,
        PAUSED,
        DRAINING
    }
}
