package dev.busway.routes;

import java.util.List;
import java.util.Map;

/**
 * What a check has found.
 *
 * @param files the files that could be read
 * @param apps the routes in them that receive from Service Bus
 * @param helpers the routes in them that other routes call
 * @param places the file of each route, by route id
 * @param problems what is wrong, by file and line
 */
record RouteReport(
        List<RouteFile> files,
        List<AppRoute> apps,
        List<HelperRoute> helpers,
        Map<String, String> places,
        List<RouteProblem> problems) {

    RouteReport {
        files = List.copyOf(files);
        apps = List.copyOf(apps);
        helpers = List.copyOf(helpers);
        places = Map.copyOf(places);
        problems = List.copyOf(problems);
    }

    /** Whether other files depend on what is in this one, of which it is the only file. */
    boolean isShared() {
        return files.stream().anyMatch(Outline::isUsedByOthers);
    }
}
