package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.util.StringHelper;

/**
 * A route that receives from Service Bus, with what the rules ask of it.
 *
 * @param file where it stands
 * @param id the route id, which is the app's name
 * @param line its first line
 * @param input what it receives from
 * @param outputs what it sends to, in the order of its steps
 * @param definition the route as Camel read it
 * @param resolve gives a text its placeholders' values
 */
record AppRoute(
        RouteFile file,
        String id,
        int line,
        ServiceBusUri input,
        List<Output> outputs,
        RouteDefinition definition,
        UnaryOperator<String> resolve) {

    private static final String COMPONENT = "camel.component.azure-servicebus.";

    /**
     * One place that a route sends to.
     *
     * @param uri the address
     * @param line its line in the file
     */
    record Output(ServiceBusUri uri, int line) {}

    /** Reads a route; empty if it receives from elsewhere or names a property that is not set. */
    static Optional<AppRoute> read(RouteFile file, RouteDefinition route, CamelContext context) {
        UnaryOperator<String> resolve = context::resolvePropertyPlaceholders;
        try {
            String from = resolve.apply(route.getInput().getEndpointUri());
            return ServiceBusUri.parse(from)
                    .map(input -> new AppRoute(
                            file,
                            route.getRouteId(),
                            Math.max(route.getLineNumber(), 0),
                            input,
                            outputs(file, route, resolve),
                            route,
                            resolve));
        } catch (IllegalArgumentException e) {
            // A property without a value; building the route says so.
            return Optional.empty();
        }
    }

    private static List<Output> outputs(RouteFile file, RouteDefinition route, UnaryOperator<String> resolve) {
        List<Output> outputs = new ArrayList<>();
        for (ToDefinition to : ProcessorDefinitionHelper.filterTypeInOutputs(route.getOutputs(), ToDefinition.class)) {
            ServiceBusUri.parse(resolve.apply(to.getEndpointUri()))
                    .ifPresent(
                            uri -> outputs.add(new Output(uri, file.lineOf("azure-servicebus:", to.getLineNumber()))));
        }
        return outputs;
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
