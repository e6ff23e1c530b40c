package dev.busway.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.ResourceHelper;

/**
 * A route file as it was read once, so that what is checked and what is then run are the same bytes.
 *
 * @param name the file as the user named it
 * @param location where Camel believes that it comes from
 * @param text its content
 */
record RouteFile(String name, String location, String text) {

    static final String SUFFIX = ".camel.yaml";

    static RouteFile read(Path path) throws IOException {
        return new RouteFile(
                nameOf(path), "file:" + nameOf(path), new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
    }

    /** How a person would name it, with the jar that it may be in. */
    static String nameOf(Path path) {
        return path.getFileSystem().equals(FileSystems.getDefault())
                ? path.toString()
                : path.getFileSystem() + "!" + path.toAbsolutePath();
    }

    Resource resource() {
        return ResourceHelper.fromBytes(location, text.getBytes(StandardCharsets.UTF_8));
    }

    /** The line of the first place where this text stands, at or after the given line; else that line. */
    int lineOf(String sought, int from) {
        String[] lines = text.split("\n", -1);
        for (int i = Math.max(from, 1); i <= lines.length; i++) {
            String line = lines[i - 1];
            if (!line.stripLeading().startsWith("#") && line.contains(sought)) {
                return i;
            }
        }
        return from;
    }
}
