package dev.busway.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold between the queues of all apps together. */
final class QueueRules {

    private QueueRules() {}

    static List<RouteProblem> check(List<AppRoute> apps) {
        List<RouteProblem> problems = new ArrayList<>();
        checkSharedInputs(apps, problems);
        Set<String> seen = new HashSet<>();
        for (AppRoute app : apps) {
            checkLoop(app, apps, seen, problems);
        }
        return problems;
    }

    private static void checkSharedInputs(List<AppRoute> apps, List<RouteProblem> problems) {
        Map<String, AppRoute> readers = new LinkedHashMap<>();
        for (AppRoute app : apps) {
            AppRoute other = readers.putIfAbsent(app.input().address(), app);
            if (other != null && !other.id().equals(app.id())) {
                problems.add(app.problem(
                        app.inputLine(),
                        app.id() + " and " + other.id() + " both receive from "
                                + app.input().label() + ", so each gets only a part of the messages.",
                        "Give one of them another queue, or put a topic with two subscriptions in front."));
            }
        }
    }

    /** Follows outputs to the apps that read them; coming back to where it started is a loop. */
    private static void checkLoop(AppRoute start, List<AppRoute> apps, Set<String> told, List<RouteProblem> problems) {
        List<AppRoute> path = pathBack(start, start, apps, new HashSet<>());
        if (path.isEmpty() || path.stream().anyMatch(app -> told.contains(app.id()))) {
            return;
        }
        path.forEach(app -> told.add(app.id()));
        AppRoute last = path.get(path.size() - 1);
        int line = last.outputs().stream()
                .filter(output -> output.uri().address().equals(start.input().address()))
                .findFirst()
                .map(AppRoute.Output::line)
                .orElse(last.line());
        String way = String.join(" -> ", path.stream().map(AppRoute::id).toList());
        problems.add(last.problem(
                line,
                "What " + way + " sends comes back to its own input "
                        + start.input().label() + ", so that messages go round for ever.",
                "Send to another queue."));
    }

    private static List<AppRoute> pathBack(AppRoute from, AppRoute start, List<AppRoute> apps, Set<AppRoute> visited) {
        if (!visited.add(from)) {
            return List.of();
        }
        for (AppRoute.Output output : from.outputs()) {
            if (output.uri().address().equals(start.input().address())) {
                return List.of(from);
            }
            for (AppRoute next : apps) {
                if (next.input().address().equals(output.uri().address())) {
                    List<AppRoute> rest = pathBack(next, start, apps, visited);
                    if (!rest.isEmpty()) {
                        List<AppRoute> path = new ArrayList<>(List.of(from));
                        path.addAll(rest);
                        return path;
                    }
                }
            }
        }
        return List.of();
    }
}
