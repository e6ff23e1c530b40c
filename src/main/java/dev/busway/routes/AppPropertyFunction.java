package dev.busway.routes;

import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.CamelContextAware;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.util.StringHelper;

/**
 * Reads a property of the app whose route is being built: in the route {@code orders} the placeholder
 * <code>{{app:retry.tries:4}}</code> is {@code orders.retry.tries}, or 4 where that is not set. So that one file can hold
 * the numbers of every app. Camel finds it by its name, also under its own command line.
 */
public final class AppPropertyFunction implements PropertiesFunction, CamelContextAware {

    private CamelContext context;

    @Override
    public String getName() {
        return "app";
    }

    /** @throws IllegalArgumentException when the property is not set and there is no default */
    @Override
    public String apply(String remainder) {
        String name = StringHelper.before(remainder, ":", remainder);
        String otherwise = StringHelper.after(remainder, ":");
        String route = context.getCamelContextExtension().getCreateRoute();
        String key = route + "." + name;
        return Optional.ofNullable(route)
                .flatMap(known -> context.getPropertiesComponent().resolveProperty(key))
                .filter(value -> !value.isBlank())
                .or(() -> Optional.ofNullable(otherwise))
                .orElseThrow(() -> new IllegalArgumentException("Property with key [" + key
                        + "] not found in properties from text: {{app:" + remainder + "}}"));
    }

    @Override
    public CamelContext getCamelContext() {
        return context;
    }

    @Override
    public void setCamelContext(CamelContext context) {
        this.context = context;
    }
}
