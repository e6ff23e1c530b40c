package dev.busway.routes;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Sees which route files and schemas of a folder differ from what was last taken note of.
 *
 * <p>A difference counts once a file was found the same twice in a row, so that a file that is being written, or that
 * an editor moves out of the way for a moment, is left alone. Content decides, not time stamps. Not safe for use by
 * several threads.
 */
final class FolderWatch {

    /**
     * A file that differs.
     *
     * @param text its content, or null if it is gone
     */
    record Change(Path file, String text) {

        boolean isGone() {
            return text == null;
        }
    }

    private static final String SCHEMAS = "schemas";

    private final Path folder;
    private final Map<Path, String> noted;
    private Map<Path, String> previous;

    FolderWatch(Path folder) throws IOException {
        this.folder = folder.toAbsolutePath().normalize();
        this.noted = read(Map.of());
        this.previous = Map.copyOf(noted);
    }

    /** Every file as it was when this watch was made, and as it was noted since. */
    Map<Path, String> noted() {
        return Map.copyOf(noted);
    }

    /**
     * What differs and has settled.
     *
     * @throws IOException when the folder cannot be read; nothing is known then
     */
    List<Change> settled() throws IOException {
        Map<Path, String> now = read(previous);
        Set<Path> files = new TreeSet<>(now.keySet());
        files.addAll(noted.keySet());
        List<Change> changes = new ArrayList<>();
        for (Path file : files) {
            String text = now.get(file);
            if (Objects.equals(text, previous.get(file)) && !Objects.equals(text, noted.get(file))) {
                changes.add(new Change(file, text));
            }
        }
        previous = now;
        return changes;
    }

    /** From now on this is how the file is known. */
    void note(Change change) {
        if (change.isGone()) {
            noted.remove(change.file());
        } else {
            noted.put(change.file(), change.text());
        }
    }

    static boolean isSchema(Path file) {
        return file.toString().endsWith(".json");
    }

    private Map<Path, String> read(Map<Path, String> before) throws IOException {
        Map<Path, String> found = new HashMap<>();
        read(folder, RouteFile.SUFFIX, before, found);
        Path schemas = folder.resolve(SCHEMAS);
        if (Files.isDirectory(schemas)) {
            read(schemas, ".json", before, found);
        }
        return found;
    }

    private static void read(Path folder, String suffix, Map<Path, String> before, Map<Path, String> found)
            throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.filter(file -> isMeant(file, suffix)).toList();
        }
        for (Path file : files) {
            try {
                found.put(file, new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
            } catch (NoSuchFileException e) {
                // Gone between the two looks; the next one will tell.
                found.remove(file);
            } catch (IOException e) {
                // There, but not to be read for the moment: not known to have changed.
                found.computeIfAbsent(file, before::get);
            }
        }
    }

    /** Hidden files and links into nowhere are what editors keep beside the file that is edited. */
    private static boolean isMeant(Path file, String suffix) {
        String name = file.getFileName().toString();
        return name.endsWith(suffix) && !name.startsWith(".") && Files.isRegularFile(file);
    }
}
