package dev.busway.routes;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Properties;

/** Says which Camel artifact holds a component, a language or a data format, for those that are not on the class path. */
final class Artifacts {

    /** What Camel has by name. */
    enum Kind {
        COMPONENT,
        LANGUAGE,
        DATAFORMAT;

        private String key(String name) {
            return name().toLowerCase(Locale.ROOT) + "." + name;
        }
    }

    private static final Properties KNOWN = read();

    private Artifacts() {}

    /** The artifact id; empty if Camel has nothing of this name. */
    static Optional<String> of(Kind kind, String name) {
        return Optional.ofNullable(KNOWN.getProperty(kind.key(name)));
    }

    /** All names of a kind. */
    static List<String> names(Kind kind) {
        String prefix = kind.key("");
        return KNOWN.stringPropertyNames().stream()
                .filter(key -> key.startsWith(prefix))
                .map(key -> key.substring(prefix.length()))
                .sorted()
                .toList();
    }

    private static Properties read() {
        try (InputStream file = Artifacts.class.getResourceAsStream("artifacts.properties")) {
            Properties known = new Properties();
            known.load(file);
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException("The list of Camel's artifacts cannot be read", e);
        }
    }
}
