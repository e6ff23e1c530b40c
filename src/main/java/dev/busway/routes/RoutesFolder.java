package dev.busway.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What lies in a folder of routes; the one place that says which files of it count.
 *
 * @param files those that are read, sorted by name
 * @param ignored those that somebody may believe to be read, sorted by name
 */
public record RoutesFolder(List<Path> files, List<Path> ignored) {

    /** How the name of a route file ends. */
    public static final String SUFFIX = ".camel.yaml";

    private static final Set<String> OTHER_FOLDERS = Set.of("schemas", "tests");
    private static final List<String> MISTAKEN = List.of(".yaml", ".yml", ".xml", ".java", ".groovy");

    public RoutesFolder {
        files = List.copyOf(files);
        ignored = List.copyOf(ignored);
    }

    /**
     * Looks into the folder, not into folders in it.
     *
     * @throws IOException when it cannot be listed
     */
    public static RoutesFolder of(Path folder) throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            List<Path> all = listed.filter(path -> !isHidden(path)).sorted().toList();
            return new RoutesFolder(
                    all.stream().filter(RoutesFolder::isRouteFile).toList(),
                    all.stream().filter(RoutesFolder::looksLikeRoutes).toList());
        }
    }

    /** Hidden files are what editors and file systems keep beside the file that a person sees. */
    static boolean isHidden(Path path) {
        return path.getFileName().toString().startsWith(".");
    }

    /** Whether it is read; a link into nowhere is not. */
    private static boolean isRouteFile(Path path) {
        return nameOf(path).endsWith(SUFFIX) && Files.exists(path);
    }

    private static boolean looksLikeRoutes(Path path) {
        if (isRouteFile(path)) {
            return false;
        }
        if (Files.isDirectory(path)) {
            return !OTHER_FOLDERS.contains(nameOf(path)) && holdsRoutes(path);
        }
        return MISTAKEN.stream().anyMatch(nameOf(path).toLowerCase(Locale.ROOT)::endsWith);
    }

    private static boolean holdsRoutes(Path folder) {
        try (Stream<Path> listed = Files.list(folder)) {
            return listed.anyMatch(path -> !isHidden(path) && !Files.isDirectory(path) && looksLikeOne(path));
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean looksLikeOne(Path path) {
        return nameOf(path).endsWith(SUFFIX) || looksLikeRoutes(path);
    }

    private static String nameOf(Path path) {
        return path.getFileName().toString();
    }
}
