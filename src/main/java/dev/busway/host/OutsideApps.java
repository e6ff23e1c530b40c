package dev.busway.host;

import dev.busway.routes.OutsideClasses;
import dev.busway.settings.BesideTheJar;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.MalformedURLException;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/**
 * Apps that a team keeps in a jar of its own: in the folder {@code lib} beside ours, or on the class path. Their classes
 * can be used by any route, and the route files in their folder {@code routes/} are hosted.
 *
 * <p>Safe for use by many threads. Must stay open as long as its classes are used.
 */
public final class OutsideApps implements AutoCloseable {

    private static final String ROUTES = "routes";

    private final OutsideClasses classes;
    private final List<FileSystem> opened = new ArrayList<>();
    private final Map<String, Path> routeFiles = new TreeMap<>();
    private final Map<String, Path> differing = new TreeMap<>();

    private OutsideApps(List<Path> jars) {
        this.classes = new OutsideClasses(jars.stream().map(OutsideApps::url).toArray(URL[]::new));
    }

    /**
     * Looks for them.
     *
     * @throws ConfigurationException when a jar cannot be read, or a folder was asked for and holds no jar
     */
    public static OutsideApps find(Settings settings) {
        List<Path> jars = jars(settings);
        OutsideApps apps = new OutsideApps(jars);
        try {
            for (Path jar : jars) {
                apps.addJar(jar);
            }
            for (URL folder : apps.classes.outsides(ROUTES)) {
                apps.addFromClassPath(folder, jars);
            }
            return apps;
        } catch (RuntimeException e) {
            apps.close();
            throw e;
        }
    }

    /** Lets the routes of a context, which must not have started, use the classes. */
    public void applyTo(CamelContext context) {
        context.setApplicationContextClassLoader(classes);
    }

    /** What finds their classes, and ours. */
    public ClassLoader classes() {
        return classes;
    }

    /**
     * The route files in them, sorted by name; each can be read until this is closed.
     *
     * @param replaced names of files that are left out, because somebody has put others in their place
     * @throws ConfigurationException when two apps bring different files of one name
     */
    public List<Path> routeFiles(Collection<String> replaced) {
        Map<String, Path> wanted = new TreeMap<>(routeFiles);
        wanted.keySet().removeAll(replaced);
        wanted.keySet().stream().filter(differing::containsKey).findFirst().ifPresent(name -> {
            throw new ConfigurationException("Two apps bring different files " + name + ", in "
                    + RouteFiles.placeOf(routeFiles.get(name)) + " and " + RouteFiles.placeOf(differing.get(name))
                    + ". Put the one that you want into the folder of " + Settings.ROUTES + ".");
        });
        return List.copyOf(wanted.values());
    }

    @Override
    public void close() {
        try {
            classes.close();
            for (FileSystem each : opened) {
                each.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The jars of apps cannot be closed", e);
        }
    }

    private static List<Path> jars(Settings settings) {
        String name = settings.find(Settings.LIB).orElse("lib");
        boolean asked = !name.equals("lib");
        Optional<Path> folder = BesideTheJar.find(Path.of(name)).filter(Files::isDirectory);
        if (folder.isEmpty()) {
            if (asked) {
                throw new ConfigurationException("There is no folder " + name + " (" + Settings.LIB
                        + "). Create it and put the jars of your apps there, or leave the property out.");
            }
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder.get())) {
            List<Path> jars = files.filter(file -> file.toString().endsWith(".jar"))
                    .sorted()
                    .toList();
            if (asked && jars.isEmpty()) {
                throw new ConfigurationException("The folder " + folder.get() + " (" + Settings.LIB
                        + ") holds no jar. Put the jars of your apps there, or leave the property out.");
            }
            return jars;
        } catch (IOException e) {
            throw new ConfigurationException("The folder " + folder.get() + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void addJar(Path jar) {
        try {
            FileSystem inside = FileSystems.newFileSystem(jar);
            opened.add(inside);
            addFolder(inside.getPath(ROUTES));
        } catch (IOException e) {
            throw new ConfigurationException(
                    jar + " cannot be read as a jar: " + e.getMessage() + ". Copy it again, or take it away.", e);
        }
    }

    private void addFromClassPath(URL folder, List<Path> known) {
        try {
            URLConnection connection = folder.openConnection();
            if (connection instanceof JarURLConnection inJar) {
                Path jar = Path.of(inJar.getJarFileURL().toURI());
                if (!known.contains(jar)) {
                    addJar(jar);
                }
            } else {
                addFolder(Path.of(folder.toURI()));
            }
        } catch (IOException | URISyntaxException e) {
            throw new ConfigurationException("The routes in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    private void addFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(file -> file.toString().endsWith(RouteFiles.SUFFIX))
                    .sorted()
                    .toList()) {
                add(file);
            }
        }
    }

    private void add(Path file) throws IOException {
        Path other = routeFiles.putIfAbsent(file.getFileName().toString(), file);
        // A file that all apps share, such as that of the error handling, may come with each of them.
        if (other != null && Files.mismatch(other, file) >= 0) {
            differing.put(file.getFileName().toString(), file);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException("The path " + jar + " is no URL", e);
        }
    }
}
