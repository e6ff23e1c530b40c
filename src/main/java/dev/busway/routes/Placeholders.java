package dev.busway.routes;

import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.spi.PropertiesComponent;

/** Gives the placeholders of one route their values, as Camel does when it builds the route. */
final class Placeholders {

    /** An option whose placeholder may go without a value: {@code option={{?name}}}. */
    private static final String LEFT_OUT = "[^?&=]+=\\{\\{\\?[^{}]*}}&?";

    private Placeholders() {}

    /** The result throws {@link IllegalArgumentException} where a placeholder has no value. */
    static UnaryOperator<String> of(RouteDefinition route, CamelContext context) {
        return text -> resolve(text, route, context);
    }

    private static String resolve(String text, RouteDefinition route, CamelContext context) {
        AtomicReference<String> resolved = new AtomicReference<>();
        context.getCamelContextExtension()
                .createRoute(
                        route.getRouteId(), () -> resolved.set(resolve(text, route.getTemplateParameters(), context)));
        return resolved.get();
    }

    private static String resolve(String text, Map<String, Object> parameters, CamelContext context) {
        PropertiesComponent properties = context.getPropertiesComponent();
        if (parameters != null) {
            Properties local = new Properties();
            parameters.forEach((name, value) -> local.setProperty(name, String.valueOf(value)));
            properties.setLocalProperties(local);
        }
        try {
            return context.resolvePropertyPlaceholders(text)
                    .replaceAll(LEFT_OUT, "")
                    .replaceAll("[?&]$", "");
        } finally {
            if (parameters != null) {
                properties.setLocalProperties(null);
            }
        }
    }
}
