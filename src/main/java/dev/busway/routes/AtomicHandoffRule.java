package dev.busway.routes;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.CamelContext;

/** Output and completion can be one transaction only within one namespace. */
final class AtomicHandoffRule implements AppRule {

    private static final String ATOMIC = "atomic";

    @Override
    public List<RouteProblem> check(AppRoute app, CamelContext context) {
        if (!handoff(app).toLowerCase(Locale.ROOT).equals(ATOMIC)) {
            return List.of();
        }
        return app.outputs().stream()
                .filter(output -> !output.uri().namespace().equals(app.input().namespace()))
                .map(output -> app.problem(
                        output.line(),
                        app.id() + " sends to " + output.uri().label()
                                + " in another namespace, so that output and completion cannot be one transaction.",
                        "Set " + app.id() + ".handoff=at-least-once, or use a queue of the input's namespace."))
                .toList();
    }

    private static String handoff(AppRoute app) {
        return Optional.ofNullable(app.input().options().get("handoff"))
                .or(() -> app.property(app.id() + ".handoff"))
                .or(() -> app.property("camel.component.azure-servicebus.handoff"))
                .orElse(ATOMIC);
    }
}
