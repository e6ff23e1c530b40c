package dev.busway.servicebus;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Which completed messages have a line in the log. At thirty thousand a second a line for each is 8 MB a second; those that fail
 * always have theirs. Any thread may ask.
 */
final class CompletedLines {

    /** The property: {@code true}, {@code false} or {@code sample:<n>}. */
    static final String PROPERTY = "busway.log.completed";
    /** When the property is not set: the first of every hundred. */
    static final String DEFAULT = "sample:100";

    private static final String SAMPLE = "sample:";

    private final long every;
    private final AtomicLong completed = new AtomicLong();

    private CompletedLines(long every) {
        this.every = every;
    }

    /**
     * Reads the property.
     *
     * @throws IllegalArgumentException naming the property and what it may be
     */
    static CompletedLines parse(String value) {
        return switch (value) {
            case "true" -> new CompletedLines(1);
            case "false" -> new CompletedLines(0);
            default -> new CompletedLines(sample(value));
        };
    }

    /** Counts one and tells whether it has a line: the first does, then each n-th. */
    boolean next() {
        return every > 0 && completed.getAndIncrement() % every == 0;
    }

    /** For how many messages a line stands; 1 where each has its own. */
    long every() {
        return every;
    }

    private static long sample(String value) {
        if (value.startsWith(SAMPLE)) {
            try {
                long every = Long.parseLong(value.substring(SAMPLE.length()));
                if (every >= 1) {
                    return every;
                }
            } catch (NumberFormatException notANumber) {
                // Refused below with the others.
            }
        }
        throw new IllegalArgumentException(
                PROPERTY + " is \"" + value + "\"; it must be true, false or sample:<n>, such as sample:100.");
    }
}
