package dev.busway.routes;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.util.StringHelper;

/**
 * A route that receives from Service Bus, with what the rules ask of it.
 *
 * @param file where it stands
 * @param id the route id, which is the app's name
 * @param line its first line
 * @param input what it receives from
 * @param exits where its messages get to, in the order of its steps
 * @param endsOnPurpose whether a step says that a message ends there
 * @param handoff the options that say how it hands off, as far as they are set
 * @param definition the route as Camel read it
 * @param resolve gives a text its placeholders' values, as long as the context is there that the route was read in
 */
record AppRoute(
        RouteFile file,
        String id,
        int line,
        ServiceBusUri input,
        List<Exit> exits,
        boolean endsOnPurpose,
        Map<String, String> handoff,
        RouteDefinition definition,
        UnaryOperator<String> resolve) {

    private static final String COMPONENT = "camel.component.azure-servicebus.";

    /**
     * One place that a route sends to.
     *
     * @param uri the address
     * @param exit the step that sends
     */
    record Output(ServiceBusUri uri, Exit exit) {}

    AppRoute {
        exits = List.copyOf(exits);
        handoff = Map.copyOf(handoff);
    }

    /** Reads a route; empty if it receives from elsewhere or names a property that is not set. */
    static Optional<AppRoute> read(RouteFile file, RouteDefinition route, CamelContext context) {
        UnaryOperator<String> resolve = Placeholders.of(route, context);
        try {
            String from = resolve.apply(route.getInput().getEndpointUri());
            return ServiceBusUri.parse(from).map(input -> {
                RouteExits exits = RouteExits.of(file, route, resolve);
                return new AppRoute(
                                file,
                                route.getRouteId(),
                                Math.max(route.getLineNumber(), 0),
                                input,
                                exits.exits(),
                                exits.endsOnPurpose(),
                                Map.of(),
                                route,
                                resolve)
                        .withHandoff();
            });
        } catch (IllegalArgumentException e) {
            // A property without a value; building the route says so.
            return Optional.empty();
        }
    }

    /** The same with what its messages get to by way of helper routes. */
    AppRoute following(Map<String, HelperRoute> helpers) {
        Reach reach = Reach.of(exits, endsOnPurpose, helpers);
        return new AppRoute(file, id, line, input, reach.exits(), reach.endsOnPurpose(), handoff, definition, resolve);
    }

    private AppRoute withHandoff() {
        Map<String, String> found = new HashMap<>();
        AtomicHandoffRule.OPTIONS.forEach(name -> option(name).ifPresent(value -> found.put(name, value)));
        return new AppRoute(file, id, line, input, exits, endsOnPurpose, found, definition, resolve);
    }

    /** What it sends to; computed addresses are not among it. */
    List<Output> outputs() {
        return exits.stream()
                .filter(exit -> !exit.isComputed())
                .flatMap(exit -> ServiceBusUri.parse(exit.uri()).map(uri -> new Output(uri, exit)).stream())
                .toList();
    }

    /** The addresses of Service Bus that depend on the message. */
    List<Exit> computed() {
        return exits.stream()
                .filter(Exit::isComputed)
                .filter(exit ->
                        exit.uri().startsWith("azure-servicebus:") || exit.uri().startsWith("$"))
                .toList();
    }

    /** The line on which the input is named. */
    int inputLine() {
        return file.lineOf("azure-servicebus:", line);
    }

    RouteProblem problem(int place, String what, String remedy) {
        return new RouteProblem(file.name(), place, what, remedy);
    }

    /** An option of the input: from its address, else from the property of this app, else from that of all apps. */
    Optional<String> option(String name) {
        return Optional.ofNullable(input.options().get(name))
                .or(() -> property(id + "." + name))
                .or(() -> property(COMPONENT + name))
                .or(() -> property(COMPONENT + StringHelper.camelCaseToDash(name)));
    }

    /** The value of a property; empty if it is not set. */
    Optional<String> property(String key) {
        String value = resolve.apply("{{" + key + ":}}").strip();
        return value.isEmpty() ? Optional.empty() : Optional.of(value);
    }
}
