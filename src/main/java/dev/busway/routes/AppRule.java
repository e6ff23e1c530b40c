package dev.busway.routes;

import java.util.List;
import org.apache.camel.CamelContext;

/** Something that must hold for each app alone. */
interface AppRule {

    /** What is against the rule; empty if nothing is. */
    List<RouteProblem> check(AppRoute app, CamelContext context);
}
