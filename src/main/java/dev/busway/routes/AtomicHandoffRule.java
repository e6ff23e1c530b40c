package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Output and completion can be one transaction only over one connection, and only for an input that is locked. */
final class AtomicHandoffRule {

    private static final String HANDOFF = "handoff";
    private static final String ATOMIC = "atomic";
    private static final String AT_LEAST_ONCE = "at-least-once";
    private static final String RECEIVE_MODE = "serviceBusReceiveMode";
    private static final String WITHOUT_LOCK = "RECEIVE_AND_DELETE";

    /** What an app is asked for while its context is there. */
    static final List<String> OPTIONS = List.of(HANDOFF, RECEIVE_MODE);

    private AtomicHandoffRule() {}

    static List<RouteProblem> check(AppRoute app) {
        String asked = app.handoff().getOrDefault(HANDOFF, ATOMIC);
        String handoff = asked.strip().toLowerCase(Locale.ROOT).replace('_', '-');
        if (handoff.equals(AT_LEAST_ONCE)) {
            return List.of();
        }
        List<RouteProblem> problems = new ArrayList<>();
        if (!handoff.equals(ATOMIC)) {
            problems.add(app.problem(
                    app.file().lineOf("handoff", app.inputLine()),
                    "The handoff of " + app.id() + " cannot be \"" + asked + "\".",
                    "Write " + ATOMIC + " or " + AT_LEAST_ONCE + "."));
            return problems;
        }
        if (WITHOUT_LOCK.equalsIgnoreCase(app.handoff().get(RECEIVE_MODE))) {
            problems.add(app.problem(
                    app.file().lineOf(RECEIVE_MODE, app.inputLine()),
                    app.id() + " receives without a lock, so that output and completion cannot be one transaction.",
                    "Leave " + RECEIVE_MODE + " out, or set " + remedy(app) + "."));
        }
        app.outputs().stream()
                .map(output -> problem(app, output))
                .flatMap(Optional::stream)
                .forEach(problems::add);
        return problems;
    }

    private static Optional<RouteProblem> problem(AppRoute app, AppRoute.Output output) {
        if (output.uri().connection().equals(app.input().connection())) {
            return Optional.empty();
        }
        boolean elsewhere = !output.uri().namespace().equals(app.input().namespace());
        return Optional.of(output.exit()
                .problem(
                        app.id() + " sends to " + output.uri().label()
                                + (elsewhere ? " in another namespace" : " over another connection")
                                + ", so that output and completion cannot be one transaction.",
                        "Set " + remedy(app) + ", or "
                                + (elsewhere
                                        ? "use a queue of the input's namespace."
                                        : "give input and output the same connection options.")));
    }

    private static String remedy(AppRoute app) {
        return app.id() + ".handoff=" + AT_LEAST_ONCE;
    }
}
