package dev.busway.servicebus.receive;

/**
 * What a pump is doing.
 *
 * @param detail the reason in one line; may be empty
 */
public record PumpStatus(Activity activity, String detail, int inFlight, int waitingForRedelivery) {

    /** The rules by which it takes messages. */
    public enum Activity {
        STOPPED,
        OPEN,
        PAUSED,
        DRAINING
    }
}
