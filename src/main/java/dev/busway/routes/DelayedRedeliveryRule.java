package dev.busway.routes;

import java.util.List;
import org.apache.camel.CamelContext;

/** A later try is a scheduled copy, which can be sent to a queue but not to a subscription or a dead-letter queue. */
final class DelayedRedeliveryRule implements AppRule {

    private static final String OPTION = "delayedRedeliveries";

    @Override
    public List<RouteProblem> check(AppRoute app, CamelContext context) {
        boolean later = app.option(OPTION).filter(number -> !number.equals("0")).isPresent();
        if (!later || app.input().isWhole()) {
            return List.of();
        }
        return List.of(app.problem(
                app.file().lineOf(OPTION, app.inputLine()),
                app.id() + " asks for later tries, but no copy can be scheduled into "
                        + app.input().label() + ".",
                "Receive from a queue, or leave " + app.id() + "." + OPTION + " out."));
    }
}
