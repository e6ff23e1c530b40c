package dev.busway.routes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sees which route files and schemas of a folder differ from what was last taken note of.
 *
 * <p>A difference counts once a file was found the same twice in a row, so that a file that is being written, or that
 * an editor moves out of the way for a moment, is left alone. A new file and one that has become shorter must stay the
 * same for a second: the first part of a file may be a route too. Content decides, not time stamps. Not safe for use by
 * several threads.
 */
final class FolderWatch {

    /** How often a new or a shorter file must be found the same. */
    static final int LOOKS_AT_A_PART = 10;

    /**
     * What is in a file, or why nobody looks into it.
     *
     * @param text empty where there is a problem
     */
    record Content(String text, Optional<RouteProblem> problem) {}

    /**
     * A file that differs.
     *
     * @param content what is in it; empty if it is gone
     */
    record Change(Path file, Optional<Content> content) {

        boolean isGone() {
            return content.isEmpty();
        }
    }

    /** How a file was found, and how often in a row. */
    private record Found(Content content, int looks) {}

    private static final String SCHEMAS = "schemas";

    private final Path folder;
    private final Map<Path, Content> noted;
    private Map<Path, Found> previous = new HashMap<>();
    private Set<Path> missed = Set.of();

    FolderWatch(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        this.noted = read();
        noted.forEach((file, content) -> previous.put(file, new Found(content, 1)));
    }

    /** Every file as it was when this watch was made, and as it was noted since. */
    Map<Path, Content> noted() {
        return Map.copyOf(noted);
    }

    /**
     * What differs and has settled.
     *
     * @throws IOException when the folder cannot be read; nothing is known then
     */
    List<Change> settled() throws IOException {
        Map<Path, Content> now = read();
        List<Change> changes = new ArrayList<>();
        Map<Path, Found> found = new HashMap<>();
        new TreeMap<>(now).forEach((file, content) -> {
            Found before = previous.get(file);
            int looks = before != null && before.content().equals(content) ? before.looks() + 1 : 1;
            found.put(file, new Found(content, looks));
            if (!content.equals(noted.get(file)) && looks >= looksNeeded(noted.get(file), content)) {
                changes.add(new Change(file, Optional.of(content)));
            }
        });
        Set<Path> gone = new TreeSet<>(noted.keySet());
        gone.removeAll(now.keySet());
        gone.stream().filter(missed::contains).forEach(file -> changes.add(new Change(file, Optional.empty())));
        missed = gone;
        previous = found;
        return changes;
    }

    private static int looksNeeded(Content before, Content now) {
        return before == null || now.text().length() < before.text().length() ? LOOKS_AT_A_PART : 2;
    }

    /** From now on this is how the file is known. */
    void note(Change change) {
        change.content()
                .ifPresentOrElse(content -> noted.put(change.file(), content), () -> noted.remove(change.file()));
    }

    static boolean isSchema(Path file) {
        return file.toString().endsWith(".json");
    }

    private Map<Path, Content> read() throws IOException {
        Map<Path, Content> found = new HashMap<>();
        for (Path file : RoutesFolder.of(folder).files()) {
            read(file).ifPresent(content -> found.put(file, content));
        }
        Path schemas = folder.resolve(SCHEMAS);
        if (Files.isDirectory(schemas)) {
            for (Path file : schemaFiles(schemas)) {
                read(file).ifPresent(content -> found.put(file, content));
            }
        }
        return found;
    }

    private static List<Path> schemaFiles(Path schemas) throws IOException {
        try (Stream<Path> listed = Files.list(schemas)) {
            return listed.filter(file -> file.toString().endsWith(".json") && !RoutesFolder.isHidden(file))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    /** Empty if the file has gone between the listing and this. */
    private static Optional<Content> read(Path file) {
        try {
            return Optional.of(new Content(FileGuard.read(file), Optional.empty()));
        } catch (UnusableFileException e) {
            return Files.exists(file) ? Optional.of(new Content("", Optional.of(e.problem()))) : Optional.empty();
        }
    }
}
