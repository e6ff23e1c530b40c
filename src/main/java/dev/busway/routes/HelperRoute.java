package dev.busway.routes;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;

/**
 * A route that other routes call by {@code direct:}.
 *
 * @param name what it receives from, without {@code direct:}
 * @param id the route id
 * @param exits where it hands messages on
 * @param endsOnPurpose whether a step of it says that a message ends there
 */
record HelperRoute(String name, String id, List<Exit> exits, boolean endsOnPurpose) {

    HelperRoute {
        exits = List.copyOf(exits);
    }

    /** Reads a route; empty if it receives from elsewhere or names a property that is not set. */
    static Optional<HelperRoute> read(RouteFile file, RouteDefinition route, CamelContext context) {
        UnaryOperator<String> resolve = Placeholders.of(route, context);
        try {
            return Exit.directOf(resolve.apply(route.getInput().getEndpointUri()))
                    .map(name -> {
                        RouteExits exits = RouteExits.of(file, route, resolve);
                        return new HelperRoute(name, route.getRouteId(), exits.exits(), exits.endsOnPurpose());
                    });
        } catch (IllegalArgumentException e) {
            // A property without a value; building the route says so.
            return Optional.empty();
        }
    }
}
