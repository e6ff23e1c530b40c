package dev.busway.host;

import dev.busway.settings.SecretNames;
import dev.busway.settings.Settings;
import java.util.Properties;
import java.util.function.Predicate;
import org.apache.camel.spi.LoadablePropertiesSource;

/** Shows the settings to Camel, without the secrets among them: no route needs those. */
final class SettingsSource implements LoadablePropertiesSource {

    private final Settings settings;

    SettingsSource(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String getName() {
        return "busway-settings";
    }

    @Override
    public String getProperty(String name) {
        return SecretNames.contains(name) ? null : settings.find(name).orElse(null);
    }

    @Override
    public Properties loadProperties() {
        return loadProperties(name -> true);
    }

    @Override
    public Properties loadProperties(Predicate<String> filter) {
        Properties properties = new Properties();
        settings.all().forEach((name, value) -> {
            if (!SecretNames.contains(name) && filter.test(name)) {
                properties.setProperty(name, value);
            }
        });
        return properties;
    }

    @Override
    public void reloadProperties(String location) {
        // The settings hold for the life of the process.
    }
}
