package dev.busway.host;

import dev.busway.settings.Settings;
import java.nio.file.Path;
import java.util.Optional;

/** Where the JSON Schemas are, to be used by routes as {@code {{busway.schemas}}/<app>.schema.json}. */
public final class SchemaFolder {

    private static final String INSIDE = "classpath:routes/schemas";

    private SchemaFolder() {}

    /**
     * The location, as Camel writes it: what was set, else {@code schemas} in the folder of the routes, else in the jar. A
     * folder of routes is named even while it has no schemas, so that a folder that is made later counts.
     *
     * @param routes the folder of the route files, if they are in one
     */
    public static String location(Settings settings, Optional<Path> routes) {
        return settings.find(Settings.SCHEMAS).map(SchemaFolder::withScheme).orElseGet(() -> routes.map(
                        folder -> folder.resolve("schemas"))
                .map(folder -> "file:" + folder)
                .orElse(INSIDE));
    }

    /** Without a scheme Camel would look for it on the class path. */
    private static String withScheme(String asked) {
        return asked.startsWith("file:") || asked.startsWith("classpath:") ? asked : "file:" + asked;
    }
}
