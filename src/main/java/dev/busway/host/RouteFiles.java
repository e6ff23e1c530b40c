package dev.busway.host;

import dev.busway.routes.RoutesFolder;
import dev.busway.settings.BesideTheJar;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The route files to host: those of the folder beside the jar and of apps from outside; where there are none, those
 * inside the jar.
 *
 * @param place where they are, as a person would name it
 * @param locations one Camel resource location per file, in the order of their names
 * @param schemas location of the folder with the JSON Schemas, to be used as {@code {{busway.schemas}}/<app>.schema.json}
 * @param folder the folder, if there is one
 */
record RouteFiles(String place, List<String> locations, String schemas, Optional<Path> folder) {

    static final String SUFFIX = RoutesFolder.SUFFIX;
    private static final String SHIPPED = "routes";
    private static final Logger LOG = LoggerFactory.getLogger(RouteFiles.class);

    RouteFiles {
        locations = List.copyOf(locations);
    }

    /**
     * Finds the route files.
     *
     * @param outside apps of others, whose files are hosted together with those of the folder; of two files of one name
     *     that of the folder is used
     * @throws ConfigurationException when a folder was asked for and is not there, or there is no route file
     */
    static RouteFiles from(Settings settings, OutsideApps outside) {
        String name = settings.find(Settings.ROUTES).orElse(SHIPPED);
        Optional<Path> folder = BesideTheJar.find(Path.of(name)).filter(Files::isDirectory);
        if (folder.isEmpty() && !name.equals(SHIPPED)) {
            throw new ConfigurationException(
                    "There is no folder " + Path.of(name).toAbsolutePath().normalize() + " (" + Settings.ROUTES
                            + "). Create it with at least one *" + SUFFIX
                            + " file, or leave the property out to use the shipped routes.");
        }
        List<Path> inFolder = folder.map(RouteFiles::list).orElse(List.of());
        List<Path> fromOutside =
                outside.routeFiles(inFolder.stream().map(RouteFiles::nameOf).toList());
        if (inFolder.isEmpty() && fromOutside.isEmpty()) {
            return folder.map(RouteFiles::refuse).orElseGet(() -> shipped(settings));
        }
        List<String> places = new ArrayList<>();
        folder.ifPresent(path -> places.add(path.toString()));
        fromOutside.stream().map(RouteFiles::placeOf).distinct().forEach(places::add);
        Stream<String> locations = Stream.concat(
                inFolder.stream().map(file -> "file:" + file),
                fromOutside.stream().map(file -> inClassPath(nameOf(file))));
        return new RouteFiles(
                String.join(", ", places), locations.toList(), SchemaFolder.location(settings, folder), folder);
    }

    private static List<Path> list(Path folder) {
        try {
            RoutesFolder found = RoutesFolder.of(folder);
            found.ignored()
                    .forEach(path -> LOG.warn(
                            "{} is not read: the routes are in the files *{} directly in {}", path, SUFFIX, folder));
            return found.files();
        } catch (IOException e) {
            throw new ConfigurationException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private static RouteFiles refuse(Path folder) {
        throw new ConfigurationException("The folder " + folder + " holds no *" + SUFFIX
                + " file, so there is no app to host. Put one there, or remove the folder to use the shipped routes.");
    }

    private static RouteFiles shipped(Settings settings) {
        URL routes = RouteFiles.class.getResource("/" + SHIPPED);
        List<String> locations = routes == null
                ? List.of()
                : names(routes)
                        .filter(name -> name.endsWith(SUFFIX))
                        .sorted()
                        .map(RouteFiles::inClassPath)
                        .toList();
        return new RouteFiles(
                "the jar", locations, SchemaFolder.location(settings, Optional.empty()), Optional.empty());
    }

    private static String inClassPath(String name) {
        return "classpath:" + SHIPPED + "/" + name;
    }

    private static String nameOf(Path file) {
        return file.getFileName().toString();
    }

    /** The jar that holds the file, or its folder. */
    static String placeOf(Path file) {
        return file.getFileSystem().equals(FileSystems.getDefault())
                ? String.valueOf(file.getParent())
                : file.getFileSystem().toString();
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
