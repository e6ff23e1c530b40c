package dev.busway.routes;

import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.language.SimpleExpression;
import org.apache.camel.support.DefaultExchange;

/** Says which routes Camel leaves out because of their {@code precondition}. */
final class Preconditions {

    private Preconditions() {}

    static boolean holds(RouteDefinition route, CamelContext context) {
        if (route.getPrecondition() == null) {
            return true;
        }
        SimpleExpression condition = new SimpleExpression(route.getPrecondition());
        try {
            condition.initPredicate(context);
            return condition.getPredicate().matches(new DefaultExchange(context));
        } catch (RuntimeException e) {
            // Building the route says what is wrong with it.
            return true;
        }
    }
}
