package dev.busway.servicebus;

import java.util.Locale;

/** How outputs and the completion of their input hang together. */
public enum HandoffMode {
    /** In one transaction: an output is visible if and only if its input is completed. */
    ATOMIC("atomic"),
    /** First the outputs, then the completion: an output may be repeated, always with the same message id. */
    AT_LEAST_ONCE("at-least-once");

    private final String option;

    HandoffMode(String option) {
        this.option = option;
    }

    /** Reads the value of the option {@code handoff}. */
    static HandoffMode parse(String text) {
        String wanted = text.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        for (HandoffMode mode : values()) {
            if (mode.option.equals(wanted)) {
                return mode;
            }
        }
        throw new IllegalArgumentException("handoff must be atomic or at-least-once, not '" + text + "'");
    }

    @Override
    public String toString() {
        return option;
    }
}
