package dev.busway.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A fenced block of a document.
 *
 * @param document the file that it stands in
 * @param line the line of its fence
 * @param tag the language that the fence names; empty if it names none
 * @param text what is between the fences
 */
record Block(Path document, int line, String tag, String text) {

    private static final String FENCE = "```";

    /** README and everything in docs. */
    static List<Path> documents() throws IOException {
        try (Stream<Path> found = Files.list(Path.of("docs"))) {
            return Stream.concat(
                            Stream.of(Path.of("README.md")),
                            found.filter(file -> file.toString().endsWith(".md"))
                                    .sorted())
                    .toList();
        }
    }

    static List<Block> all() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (Path document : documents()) {
            read(document, blocks);
        }
        return blocks;
    }

    private static void read(Path document, List<Block> blocks) throws IOException {
        List<String> lines = Files.readAllLines(document);
        int start = -1;
        for (int i = 0; i < lines.size(); i++) {
            if (!lines.get(i).strip().startsWith(FENCE)) {
                continue;
            }
            if (start < 0) {
                start = i;
            } else {
                String text = String.join("\n", lines.subList(start + 1, i)).stripIndent() + "\n";
                blocks.add(
                        new Block(document, start + 1, lines.get(start).strip().substring(FENCE.length()), text));
                start = -1;
            }
        }
        if (start >= 0) {
            throw new IllegalStateException(document + ":" + (start + 1) + ": the block has no end");
        }
    }

    @Override
    public String toString() {
        return document + ":" + line + " " + tag;
    }
}
