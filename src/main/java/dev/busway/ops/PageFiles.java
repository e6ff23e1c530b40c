package dev.busway.ops;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** The operations page and its parts, out of the jar. */
final class PageFiles {

    private static final Map<String, String> TYPES = Map.of(
            "index.html", "text/html; charset=utf-8",
            "page.css", "text/css; charset=utf-8",
            "page.js", "text/javascript; charset=utf-8",
            "icon.svg", "image/svg+xml");

    private PageFiles() {}

    static OpsResponse serve(String name) {
        String type = TYPES.get(name);
        if (type == null) {
            throw new Refusal(404, "there is nothing here");
        }
        try (InputStream file = PageFiles.class.getResourceAsStream("/ops/" + name)) {
            if (file == null) {
                throw new Refusal(404, "there is nothing here");
            }
            return new OpsResponse(200, Map.of("Content-Type", type), file.readAllBytes());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
