package dev.busway.routes;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/** What an examination has found so far. Not safe for use by several threads. */
final class Findings {

    private final List<AppRoute> apps = new ArrayList<>();
    private final List<HelperRoute> helpers = new ArrayList<>();
    private final Map<String, String> places = new LinkedHashMap<>();
    private final List<RouteProblem> problems = new ArrayList<>();

    /** With what is known of other files, but for their problems. */
    static Findings beside(Collection<RouteReport> others) {
        Findings findings = new Findings();
        others.forEach(other -> {
            findings.apps.addAll(other.apps());
            findings.helpers.addAll(other.helpers());
            findings.places.putAll(other.places());
        });
        return findings;
    }

    List<RouteProblem> problems() {
        return problems;
    }

    /** Adds a route; one whose properties are not set is left out, because building it tells of that. */
    void add(RouteFile file, RouteDefinition route, CamelContext context) {
        String id = route.getRouteId();
        String earlier = places.putIfAbsent(id, file.name());
        if (earlier != null && !isOfTheFile(id, file, earlier)) {
            problems.add(new RouteProblem(
                    file.name(),
                    file.lineOf("id: " + id, Math.max(route.getLineNumber(), 0)),
                    "The id \"" + id + "\" belongs to a route in " + earlier + " already.",
                    "Give this route an id of its own."));
        }
        AppRoute.read(file, route, context).ifPresent(apps::add);
        HelperRoute.read(file, route, context).ifPresent(helpers::add);
    }

    /** Two routes without an id, of which a rule tells. */
    private static boolean isOfTheFile(String id, RouteFile file, String earlier) {
        return earlier.equals(file.name())
                && id.equals(RouteIds.ofFile(file.location()))
                && !file.text().contains("id: " + id);
    }

    /** The apps of one file, as they were added. */
    List<AppRoute> appsOf(RouteFile file) {
        return apps.stream().filter(app -> app.file().equals(file)).toList();
    }

    /** What is wrong between all routes that were added. */
    List<RouteProblem> together() {
        return QueueRules.check(apps, helpers);
    }

    /** All that was found. */
    RouteReport report(List<RouteFile> files, List<RouteProblem> sorted) {
        return new RouteReport(files, QueueRules.follow(apps, helpers), helpers, places, sorted);
    }

    /** What was found in one file, its apps as they stand there. */
    RouteReport reportOf(RouteFile file, Collection<RouteReport> others, List<RouteProblem> sorted) {
        Map<String, String> own = new LinkedHashMap<>(places);
        others.forEach(other -> own.keySet().removeAll(other.places().keySet()));
        List<HelperRoute> ownHelpers = new ArrayList<>(helpers);
        others.forEach(other -> ownHelpers.removeAll(other.helpers()));
        return new RouteReport(List.of(file), appsOf(file), ownHelpers, own, sorted);
    }
}
