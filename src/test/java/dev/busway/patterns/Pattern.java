package dev.busway.patterns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * One use of a construct of the YAML DSL, with what is expected of it in the comments at its head.
 *
 * @param file the route file; the app in it has the name of the file
 * @param expected by the name that stands in the comment
 */
record Pattern(Path file, Map<String, String> expected) {

    static final Path FOLDER = Path.of("src/test/resources/patterns");

    static List<Pattern> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> sorted = files.sorted().toList();
            List<Pattern> patterns = new ArrayList<>();
            for (Path file : sorted) {
                patterns.add(read(file));
            }
            return patterns;
        }
    }

    private static Pattern read(Path file) throws IOException {
        Map<String, String> expected = new TreeMap<>();
        for (String line : Files.readAllLines(file)) {
            if (line.startsWith("# ")) {
                String[] parts = line.substring(2).split(": ?", 2);
                expected.put(parts[0], parts[1]);
            }
        }
        return new Pattern(file, expected);
    }

    String name() {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - ".camel.yaml".length());
    }

    /** Names of the YAML DSL. */
    List<String> constructs() {
        return Arrays.asList(expected.get("constructs").split(" ", -1));
    }

    boolean isRefused() {
        return expected.containsKey("refused");
    }

    String meaning() {
        return expected.getOrDefault("means", "");
    }

    String input() {
        return name() + "-in";
    }

    String output() {
        return name() + "-out";
    }

    /** Outputs of a message that succeeds. */
    long outputs() {
        return Long.parseLong(expected.get("outputs"));
    }

    /** Outputs of a message whose route fails at the end: notices of the failure. */
    long outputsAfterFailure() {
        return Long.parseLong(expected.getOrDefault("after-failure", "0"));
    }

    /** Dead-lettered messages of one that succeeds: one where the construct itself is a failure. */
    long dead() {
        return Long.parseLong(expected.getOrDefault("dead", "0"));
    }
}
