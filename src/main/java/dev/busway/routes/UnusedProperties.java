package dev.busway.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Properties that somebody set and nobody reads, most often because of a slip of the finger. */
final class UnusedProperties {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{\\??(?:env:|sys:)?([^:{}?]+)");
    private static final Pattern OF_THE_APP = Pattern.compile("\\{\\{\\??app:([^:{}?]+)");
    private static final Pattern KEY = Pattern.compile("^\\s*([^#!\\s][^=:\\s]*)\\s*[=:]");

    /** Read by the component for one app, without a placeholder in its route. */
    private static final List<String> OF_EACH_APP = List.of(
            "handoff",
            "pauseAfterFailures",
            "pauseDuration",
            "delayedRedeliveries",
            "delayedRedeliveryDelay",
            "delayedRedeliveryMultiplier",
            "delayedRedeliveryMaxDelay");

    private UnusedProperties() {}

    /**
     * Looks for them in a file of properties.
     *
     * @param known keys that the host itself reads
     */
    static List<RouteProblem> check(
            RouteFile properties, Collection<RouteFile> routes, Collection<AppRoute> apps, Collection<String> known) {
        Set<String> read = new TreeSet<>(known);
        routes.forEach(file -> PLACEHOLDER.matcher(file.text()).results().forEach(found -> read.add(found.group(1))));
        routes.forEach(file -> OF_THE_APP
                .matcher(file.text())
                .results()
                .forEach(found -> apps.forEach(app -> read.add(app.id() + "." + found.group(1)))));
        apps.forEach(app -> OF_EACH_APP.forEach(option -> read.add(app.id() + "." + option)));
        List<RouteProblem> problems = new ArrayList<>();
        String[] lines = properties.text().split("\n", -1);
        for (int i = 0; i < lines.length; i++) {
            Matcher key = KEY.matcher(lines[i]);
            if (key.find() && isOurs(key.group(1)) && !read.contains(key.group(1))) {
                problems.add(problem(properties, i + 1, key.group(1), read));
            }
        }
        return problems;
    }

    /** Camel's own are checked by Camel at the start. */
    private static boolean isOurs(String key) {
        return !key.startsWith("camel.") && !key.startsWith("logging.");
    }

    private static RouteProblem problem(RouteFile properties, int line, String key, Set<String> read) {
        return new RouteProblem(
                properties.name(),
                line,
                "Nothing reads the property " + key + ".",
                Spelling.nearest(key, read).map(meant -> "Write " + meant + ".").orElse("Remove it."));
    }
}
