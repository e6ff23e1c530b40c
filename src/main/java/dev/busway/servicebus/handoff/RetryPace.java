package dev.busway.servicebus.handoff;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to wait before trying again what the broker could not be asked, or could not do just now. */
public record RetryPace(Duration first, Duration longest) {

    private static final int MOST_DOUBLINGS = 16;

    /** The wait before try {@code attempt} (0 is the first repetition): doubling, with up to a quarter taken off at random. */
    public Duration before(int attempt) {
        long doubled = first.toMillis() << Math.min(attempt, MOST_DOUBLINGS);
        long bounded = Math.min(doubled, longest.toMillis());
        return Duration.ofMillis(bounded - ThreadLocalRandom.current().nextLong(bounded / 4 + 1));
    }
}
