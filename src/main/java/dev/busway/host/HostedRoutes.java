package dev.busway.host;

import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The route files that a host would take with these settings, for tools that read them and start nothing. Closes what it has
 * opened; its files cannot be read after that.
 */
public final class HostedRoutes implements AutoCloseable {

    private static final String FILE = "file:";
    private static final String INSIDE = "routes";

    private final String place;
    private final Optional<Path> folder;
    private final List<Path> files = new ArrayList<>();
    private FileSystem jar;

    private HostedRoutes(String place, Optional<Path> folder) {
        this.place = place;
        this.folder = folder;
    }

    /**
     * Finds them.
     *
     * @throws ConfigurationException for what a host would refuse: a folder that is not there, or no route file in it
     */
    public static HostedRoutes find(Settings settings, OutsideApps outside) {
        RouteFiles taken = RouteFiles.from(settings, outside);
        Map<String, Path> fromOutside = outside.routeFiles(List.of()).stream()
                .collect(Collectors.toMap(file -> file.getFileName().toString(), file -> file));
        HostedRoutes routes = new HostedRoutes(taken.place(), taken.folder());
        for (String location : taken.locations()) {
            String name = location.substring(location.lastIndexOf('/') + 1);
            if (location.startsWith(FILE)) {
                routes.files.add(Path.of(location.substring(FILE.length())));
            } else {
                routes.files.add(
                        fromOutside.containsKey(name)
                                ? fromOutside.get(name)
                                : routes.inside().resolve(name));
            }
        }
        return routes;
    }

    /** Where they are, as a person would name it. */
    public String place() {
        return place;
    }

    /** The folder that some of them are in; empty when all are inside jars. */
    public Optional<Path> folder() {
        return folder;
    }

    /** In the order in which a host takes them. */
    public List<Path> files() {
        return List.copyOf(files);
    }

    @Override
    public void close() {
        if (jar != null) {
            try {
                jar.close();
            } catch (IOException e) {
                throw new IllegalStateException("The routes inside the jar cannot be closed", e);
            }
        }
    }

    /** The folder of the routes that are inside the jar, or beside its classes. */
    private Path inside() {
        URL own = HostedRoutes.class.getResource("/" + INSIDE);
        try {
            if (own.getProtocol().equals("file")) {
                return Path.of(own.toURI());
            }
            if (jar == null) {
                String address = own.toString();
                URI file = new URI(address.substring("jar:".length(), address.indexOf("!/")));
                jar = FileSystems.newFileSystem(Path.of(file));
            }
            return jar.getPath(INSIDE);
        } catch (IOException | URISyntaxException e) {
            throw new IllegalStateException("The routes inside the jar cannot be read", e);
        }
    }
}
