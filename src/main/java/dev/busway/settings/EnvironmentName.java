package dev.busway.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The environment variables that may hold a property: its relaxed name, and for some the name users know already. */
final class EnvironmentName {

    private static final Map<String, String> KNOWN = Map.of(
            Settings.NAMESPACE, "SERVICE_BUS_NAMESPACE",
            Settings.CONNECTION_STRING, "SERVICE_BUS_CONNECTION_STRING",
            Settings.HTTP_PORT, "PORT");

    private EnvironmentName() {}

    /** The names that are looked up, the first that is set wins. */
    static List<String> of(String key) {
        String relaxed = relaxed(key);
        String known = KNOWN.get(key);
        return known == null ? List.of(relaxed) : List.of(relaxed, known);
    }

    /** A property as a variable is written: upper case, underscores for dots and dashes. */
    static String relaxed(String key) {
        return key.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT);
    }
}
