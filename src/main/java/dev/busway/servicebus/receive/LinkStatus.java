package dev.busway.servicebus.receive;

import java.time.Instant;

/**
 * Whether a pump is in touch with its input.
 *
 * @param since when this began
 * @param detail why it is not, in one line; empty when it is
 */
public record LinkStatus(State state, Instant since, String detail) {

    /** From the start to the first sign of life it is unknown whether the input can be reached. */
    public enum State {
        CONNECTING,
        CONNECTED,
        DISCONNECTED
    }
}
