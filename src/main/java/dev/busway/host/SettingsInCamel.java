package dev.busway.host;

import dev.busway.settings.Settings;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;

/**
 * Lets the routes of a context see the settings under the names of their properties, and nothing of what {@link ReadableByRoutes}
 * keeps from them.
 */
public final class SettingsInCamel implements Consumer<CamelContext> {

    /**
     * Camel's own look-ups in environment and system properties are off: they take a variable that is set to nothing
     * as an empty value, and ours are asked anyway.
     */
    private static final int NEVER = 0;

    private final Settings settings;

    public SettingsInCamel(Settings settings) {
        this.settings = settings;
    }

    @Override
    public void accept(CamelContext context) {
        RoutePlaceholders properties = new RoutePlaceholders();
        context.setPropertiesComponent(properties);
        properties.setEnvironmentVariableMode(NEVER);
        properties.setSystemPropertiesMode(NEVER);
        properties.addPropertiesFunction(new EnvironmentFunction(settings));
        properties.addPropertiesFunction(new SystemFunction());
        properties.addPropertiesSource(new SettingsSource(settings));
    }
}
