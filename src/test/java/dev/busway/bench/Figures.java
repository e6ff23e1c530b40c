package dev.busway.bench;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** Figures as they stand in tables. */
final class Figures {

    private Figures() {}

    /** Seconds: the median, and the least in brackets; zero durations were not measured. */
    static <T> String medianAndLeast(List<T> runs, Function<T, Duration> figure) {
        List<Duration> sorted = runs.stream()
                .map(figure)
                .filter(duration -> !duration.isZero())
                .sorted()
                .toList();
        return sorted.isEmpty()
                ? "-"
                : String.format(
                        Locale.ROOT, "%.2f (%.2f)", seconds(sorted.get(sorted.size() / 2)), seconds(sorted.get(0)));
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    static String rounded(double value) {
        return String.format(Locale.ROOT, "%,.0f", value);
    }

    static String rounded(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String twoDigits(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
