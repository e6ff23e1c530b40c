package dev.busway.docs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A fenced block of a document, or a command within its text.
 *
 * @param document the file that it stands in
 * @param line the line of its fence, or that the command begins in
 * @param tag the language that the fence names; empty if it names none; {@value #WITHIN_TEXT} for a command within text
 * @param text what is between the fences, or the command on one line
 */
record Block(Path document, int line, String tag, String text) {

    static final String WITHIN_TEXT = "within text";

    private static final String FENCE = "```";

    /** A program with something behind it, or any word with an option. */
    private static final Pattern COMMAND = Pattern.compile(
            "`((?:java|busway|\\./busway|mvn|camel|az|docker|kubectl|helm|skopeo|unzip|curl|sha256sum|git|npm)"
                    + " [^`]+|[a-z][\\w-]* -[^`]+)`");

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
        readText(document, withoutBlocks(lines), blocks);
    }

    private static void readText(Path document, String text, List<Block> blocks) {
        COMMAND.matcher(text).results().forEach(found -> {
            int line = (int) text.substring(0, found.start()).lines().count();
            blocks.add(new Block(document, line, WITHIN_TEXT, found.group(1).replaceAll("\\s+", " ")));
        });
    }

    /** Blocks are empty lines here, so that lines keep their numbers. */
    private static String withoutBlocks(List<String> lines) {
        StringBuilder text = new StringBuilder();
        boolean within = false;
        for (String line : lines) {
            boolean fence = line.strip().startsWith(FENCE);
            within ^= fence;
            text.append(within || fence ? "" : line).append('\n');
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return document + ":" + line + " " + tag;
    }
}
