package dev.busway.routetest;

import java.time.Duration;
import java.util.List;

/**
 * How a test went.
 *
 * @param differences between what was expected and what came; none = passed
 * @param took from sending the message to its end
 */
public record TestResult(String place, String app, String name, List<String> differences, Duration took) {

    public TestResult {
        differences = List.copyOf(differences);
    }

    public boolean passed() {
        return differences.isEmpty();
    }
}
