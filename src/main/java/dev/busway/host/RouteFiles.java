package dev.busway.host;

import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The route files to host: those of the folder beside the jar, else those inside the jar.
 *
 * @param place where they are, as a person would name it
 * @param locations one Camel resource location per file, in the order of their names
 * @param schemas location of the folder with the JSON Schemas, to be used as {@code {{busway.schemas}}/<app>.schema.json}
 * @param folder the folder; empty for the files inside the jar
 */
record RouteFiles(String place, List<String> locations, String schemas, Optional<Path> folder) {

    /** The property under which routes find their schemas. */
    static final String SCHEMAS = "busway.schemas";

    private static final String SUFFIX = ".camel.yaml";
    private static final String SHIPPED = "routes";

    RouteFiles {
        locations = List.copyOf(locations);
    }

    /**
     * Finds the route files.
     *
     * @throws ConfigurationException when a folder was asked for and is not there, or holds no route file
     */
    static RouteFiles from(Settings settings) {
        Optional<String> asked = settings.find(Settings.ROUTES);
        Path folder = Path.of(asked.orElse("routes")).toAbsolutePath().normalize();
        Optional<String> schemas = settings.find(SCHEMAS);
        if (Files.isDirectory(folder)) {
            return ofFolder(folder, schemas);
        }
        if (asked.isPresent() && !asked.get().equals("routes")) {
            throw new ConfigurationException("There is no folder " + folder + " (" + Settings.ROUTES
                    + "). Create it with at least one *" + SUFFIX
                    + " file, or leave the property out to use the shipped routes.");
        }
        return shipped(schemas);
    }

    private static RouteFiles ofFolder(Path folder, Optional<String> schemas) {
        List<String> locations;
        try (Stream<Path> files = Files.list(folder)) {
            locations = files.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .map(file -> "file:" + file)
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
        if (locations.isEmpty()) {
            throw new ConfigurationException(
                    "The folder " + folder + " holds no *" + SUFFIX
                            + " file, so there is no app to host. Put one there, or remove the folder to use the shipped routes.");
        }
        // Named even while it is not there, so that a folder that is made later counts.
        return new RouteFiles(
                folder.toString(), locations, schemas.orElse("file:" + folder.resolve("schemas")), Optional.of(folder));
    }

    private static RouteFiles shipped(Optional<String> schemas) {
        URL routes = RouteFiles.class.getResource("/" + SHIPPED);
        List<String> locations = routes == null
                ? List.of()
                : names(routes)
                        .filter(name -> name.endsWith(SUFFIX))
                        .sorted()
                        .map(name -> "classpath:" + SHIPPED + "/" + name)
                        .toList();
        return new RouteFiles(
                "the jar", locations, schemas.orElse("classpath:" + SHIPPED + "/schemas"), Optional.empty());
    }

    private static Stream<String> names(URL folder) {
        try {
            URLConnection connection = folder.openConnection();
            if (connection instanceof JarURLConnection jar) {
                String prefix = SHIPPED + "/";
                return jar.getJarFile().stream()
                        .map(entry -> entry.getName())
                        .filter(name -> name.startsWith(prefix) && name.indexOf('/', prefix.length()) < 0)
                        .map(name -> name.substring(prefix.length()));
            }
            try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
                return files.map(file -> file.getFileName().toString()).toList().stream();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The routes inside the jar cannot be listed", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException("The routes inside the jar cannot be listed", e);
        }
    }
}
