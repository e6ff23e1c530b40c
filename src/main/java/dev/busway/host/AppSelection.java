package dev.busway.host;

import dev.busway.settings.Settings;
import java.util.LinkedHashSet;
import java.util.Set;

/** Which apps to host: the named ones, or all. */
record AppSelection(Set<String> named) {

    AppSelection {
        named = Set.copyOf(named);
    }

    static AppSelection from(Settings settings) {
        Set<String> named = new LinkedHashSet<>();
        for (String name : settings.find(Settings.APPS).orElse("").split(",", -1)) {
            if (!name.isBlank()) {
                named.add(name.strip());
            }
        }
        return new AppSelection(named);
    }

    boolean takes(String app) {
        return named.isEmpty() || named.contains(app);
    }
}
