package dev.busway.host;

import dev.busway.settings.Settings;
import java.util.function.Consumer;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;

/** Lets the routes of a context see the settings, and nothing else, under the names of their properties. */
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
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(NEVER);
        properties.setSystemPropertiesMode(NEVER);
        properties.addPropertiesFunction(new EnvironmentFunction(settings));
        properties.addPropertiesSource(new SettingsSource(settings));
    }
}
