package dev.busway.routes;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.CamelContext;

/**
 * What route files may use, as an operator has set it with {@code busway.routes.allow}: entries such as
 * {@code component:direct}, {@code language:simple} and {@code bean:com.example.*}, separated by commas. What no entry
 * names is refused, of all three kinds. Without the setting everything may be used.
 */
record Allowed(Optional<Set<String>> entries) {

    /** The name of the setting. */
    static final String SETTING = "busway.routes.allow";

    private static final String ANY = "*";

    Allowed {
        entries = entries.map(Set::copyOf);
    }

    static Allowed everything() {
        return new Allowed(Optional.empty());
    }

    /** As it is set in this context. */
    static Allowed of(CamelContext context) {
        return parse(context.resolvePropertyPlaceholders("{{" + SETTING + ":}}"));
    }

    /** @throws IllegalArgumentException when an entry is of none of the three kinds */
    static Allowed parse(String setting) {
        if (setting.isBlank()) {
            return everything();
        }
        Set<String> entries = new HashSet<>();
        for (String entry : setting.split(",", -1)) {
            String stripped = entry.strip();
            if (!stripped.matches("(component|language|bean):\\S+")) {
                throw new IllegalArgumentException(SETTING + " holds \"" + stripped
                        + "\". Write component:<scheme>, language:<name> or bean:<class, or package.*>, separated by"
                        + " commas.");
            }
            entries.add(stripped);
        }
        return new Allowed(Optional.of(entries));
    }

    boolean isEverything() {
        return entries.isEmpty();
    }

    boolean component(String scheme) {
        return has("component:" + scheme) || has("component:" + ANY);
    }

    boolean language(String name) {
        return has("language:" + name) || has("language:" + ANY);
    }

    boolean bean(String type) {
        return isEverything()
                || entries.get().stream()
                        .filter(entry -> entry.startsWith("bean:"))
                        .map(entry -> entry.substring("bean:".length()))
                        .anyMatch(entry -> entry.endsWith(ANY)
                                ? type.startsWith(entry.substring(0, entry.length() - 1))
                                : type.equals(entry));
    }

    private boolean has(String entry) {
        return isEverything() || entries.get().contains(entry);
    }
}
