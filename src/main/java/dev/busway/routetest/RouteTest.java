package dev.busway.routetest;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One test of a route: a message that is given, and what must come of it.
 *
 * @param file the test file as the user named it
 * @param line where the test begins, from 1
 * @param name what the test says of the route
 * @param app route id of the app whose input queue the message is sent to
 * @param given the message
 * @param expected what must come of it
 * @param faults what goes wrong meanwhile, each so many times
 * @param standIns what answers in place of a bean, by step id, bean name or class name
 * @param within how long the message may take to its end
 */
record RouteTest(
        String file,
        int line,
        String name,
        String app,
        Given given,
        Expected expected,
        Map<NamedFault, Integer> faults,
        Map<String, StandIn> standIns,
        Duration within) {

    static final Duration DEFAULT_WITHIN = Duration.ofSeconds(20);

    RouteTest {
        faults = Map.copyOf(faults);
        standIns = Map.copyOf(standIns);
    }

    String place() {
        return file + ":" + line;
    }

    /** In the order of their files. */
    static List<String> appsOf(List<RouteTest> tests) {
        return tests.stream().map(RouteTest::app).distinct().toList();
    }
}
