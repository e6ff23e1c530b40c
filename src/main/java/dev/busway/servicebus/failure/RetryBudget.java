package dev.busway.servicebus.failure;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How long the tries in process can take together, not counting the work itself.
 *
 * @param retries tries after the first
 * @param delay before the first of them
 * @param multiplier by which each further delay grows; 1 without exponential back-off
 * @param maxDelay that no delay exceeds
 * @param jitter by which part a delay may be longer, such as 0.15
 */
public record RetryBudget(int retries, Duration delay, double multiplier, Duration maxDelay, double jitter) {

    /** The longest that all delays together can be. */
    public Duration total() {
        return Duration.ofMillis(
                (long) Math.ceil(delays().stream().mapToLong(Duration::toMillis).sum() * (1 + jitter)));
    }

    /** The sum written out, such as {@code (1000 + 2000 + 4000) ms * 1.15 = 8050 ms}. */
    public String arithmetic() {
        List<String> terms = new ArrayList<>();
        for (Duration each : delays()) {
            terms.add(Long.toString(each.toMillis()));
        }
        return "(" + String.join(" + ", shortened(terms)) + ") ms * " + (1 + jitter) + " = " + total().toMillis()
                + " ms";
    }

    private static List<String> shortened(List<String> terms) {
        int shown = 8;
        if (terms.size() <= shown) {
            return terms;
        }
        List<String> some = new ArrayList<>(terms.subList(0, shown - 1));
        some.add("... (" + terms.size() + " delays)");
        return some;
    }

    private List<Duration> delays() {
        List<Duration> delays = new ArrayList<>();
        double next = delay.toMillis();
        for (int i = 0; i < retries; i++) {
            delays.add(Duration.ofMillis((long) Math.min(next, (double) maxDelay.toMillis())));
            next *= multiplier;
        }
        return delays;
    }
}
