package dev.busway.emulator.queue;

/** What an entity lets its clients do, as an administrator has set it. */
public enum EntityStatus {
    /** Everything. */
    ACTIVE(true, true),
    /** Nothing. */
    DISABLED(false, false),
    /** Receiving only. */
    SEND_DISABLED(false, true),
    /** Sending only. */
    RECEIVE_DISABLED(true, false);

    private final boolean sending;
    private final boolean receiving;

    EntityStatus(boolean sending, boolean receiving) {
        this.sending = sending;
        this.receiving = receiving;
    }

    public boolean allowsSending() {
        return sending;
    }

    public boolean allowsReceiving() {
        return receiving;
    }
}
