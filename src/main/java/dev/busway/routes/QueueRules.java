package dev.busway.routes;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What must hold between the routes of a folder together: the same at the start, at an edit and in a check. */
final class QueueRules {

    /** Names that the checks of the host have in {@code /health}, or that stand for all apps. */
    private static final Set<String> RESERVED = Set.of("host", "process", "busway", "credential", "route-edits");

    /** Components that a message passes without leaving anything behind. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "bean",
            "class",
            "controlbus",
            "dataformat",
            "direct",
            "json-validator",
            "language",
            "log",
            "mock",
            "ref",
            "stub",
            "validator");

    private QueueRules() {}

    static List<RouteProblem> check(List<AppRoute> routes, List<HelperRoute> helpers) {
        List<AppRoute> apps = follow(routes, helpers);
        List<RouteProblem> problems = new ArrayList<>();
        checkSharedInputs(apps, problems);
        Set<String> seen = new HashSet<>();
        for (AppRoute app : apps) {
            checkName(app, problems);
            checkSends(app, problems);
            checkCalls(app, helpers, problems);
            problems.addAll(AtomicHandoffRule.check(app));
            checkLoop(app, apps, seen, problems);
        }
        return problems;
    }

    /** The apps with what their messages get to by way of helper routes. */
    static List<AppRoute> follow(List<AppRoute> apps, List<HelperRoute> helpers) {
        Map<String, HelperRoute> byName = new LinkedHashMap<>();
        helpers.forEach(helper -> byName.putIfAbsent(helper.name(), helper));
        return apps.stream().map(app -> app.following(byName)).toList();
    }

    private static void checkName(AppRoute app, List<RouteProblem> problems) {
        if (RESERVED.contains(app.id())) {
            problems.add(app.problem(
                    app.file().lineOf("id: " + app.id(), app.line()),
                    "An app cannot be called \"" + app.id() + "\": the host itself uses this name.",
                    "Give the route another id."));
        }
    }

    private static void checkSends(AppRoute app, List<RouteProblem> problems) {
        boolean sends =
                app.exits().stream().anyMatch(exit -> exit.isComputed() || !WITHOUT_EFFECT.contains(exit.scheme()));
        if (!sends && !app.endsOnPurpose()) {
            problems.add(app.problem(
                    app.file().lineOf("id: " + app.id(), app.line()),
                    app.id() + " receives messages and sends none, so each would be completed without an output.",
                    "Add a \"to:\" with the output. If that is meant, end the route with the step \"- stop: {}\"."));
        }
    }

    private static void checkCalls(AppRoute app, List<HelperRoute> helpers, List<RouteProblem> problems) {
        for (Exit exit : app.exits()) {
            exit.direct()
                    .filter(name ->
                            helpers.stream().noneMatch(helper -> helper.name().equals(name)))
                    .ifPresent(name -> problems.add(exit.problem(
                            "No route receives from direct:" + name + ".",
                            "Add a route with \"from: {uri: \"direct:" + name + "\"}\", or correct the name.")));
        }
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

    /** Follows the outputs that every message takes to the apps that read them; coming back to where it started is a loop. */
    private static void checkLoop(AppRoute start, List<AppRoute> apps, Set<String> told, List<RouteProblem> problems) {
        List<AppRoute> path = pathBack(start, start, apps, new HashSet<>());
        if (path.isEmpty() || path.stream().anyMatch(app -> told.contains(app.id()))) {
            return;
        }
        path.forEach(app -> told.add(app.id()));
        AppRoute last = path.get(path.size() - 1);
        String way = String.join(" -> ", path.stream().map(AppRoute::id).toList());
        last.outputs().stream()
                .filter(output -> isLed(output, start))
                .findFirst()
                .map(AppRoute.Output::exit)
                .map(exit -> exit.problem(
                        "What " + way + " sends comes back to its own input "
                                + start.input().label() + ", so that messages go round for ever.",
                        "Send to another queue, or only some messages: put a choice around this step."))
                .ifPresent(problems::add);
    }

    private static boolean isLed(AppRoute.Output output, AppRoute to) {
        return !output.exit().guarded()
                && output.uri().address().equals(to.input().address());
    }

    private static List<AppRoute> pathBack(AppRoute from, AppRoute start, List<AppRoute> apps, Set<AppRoute> visited) {
        if (!visited.add(from)) {
            return List.of();
        }
        for (AppRoute.Output output : from.outputs()) {
            if (isLed(output, start)) {
                return List.of(from);
            }
            for (AppRoute next : apps) {
                if (isLed(output, next)) {
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
