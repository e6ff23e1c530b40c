package dev.busway.routes;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/**
 * A route file as it was read once, so that what is checked and what is then run are the same bytes.
 *
 * @param name the file as the user named it
 * @param location where Camel believes that it comes from
 * @param text its content
 */
record RouteFile(String name, String location, String text) {

    private static final String FILE = "file:";

    /** Reads a file that may be one of a jar. */
    static RouteFile read(Path path) throws UnusableFileException {
        return new RouteFile(nameOf(path), FILE + nameOf(path), FileGuard.read(path));
    }

    /** Reads what a host is told to load: a file, or a resource of the class path. */
    static RouteFile at(String location, CamelContext context) throws UnusableFileException {
        if (location.startsWith(FILE)) {
            Path path = Path.of(location.substring(FILE.length()));
            return new RouteFile(path.toString(), location, FileGuard.read(path));
        }
        Resource resource = PluginHelper.getResourceLoader(context).resolveResource(location);
        try (InputStream content = resource.getInputStream()) {
            return new RouteFile(
                    location, location, FileGuard.text(location, content.readNBytes(FileGuard.LARGEST + 1)));
        } catch (IOException e) {
            throw new UnusableFileException(
                    new RouteProblem(location, 0, "The file cannot be read.", "Check that the jar with it is whole."));
        }
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
