package dev.busway.host;

import dev.busway.settings.Settings;
import java.util.Locale;
import org.apache.camel.spi.PropertiesFunction;

/** {@code {{env:NAME:default}}} as Camel has it, except that a variable set to nothing counts as not set, and for secrets. */
final class EnvironmentFunction implements PropertiesFunction {

    private final Settings settings;

    EnvironmentFunction(Settings settings) {
        this.settings = settings;
    }

    @Override
    public String getName() {
        return "env";
    }

    @Override
    public String apply(String remainder) {
        int colon = remainder.indexOf(':');
        String name = colon < 0 ? remainder : remainder.substring(0, colon);
        ReadableByRoutes.require(name);
        String relaxed = name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
        return settings.environmentVariable(name)
                .or(() -> settings.environmentVariable(relaxed))
                .orElse(colon < 0 ? null : remainder.substring(colon + 1));
    }
}
