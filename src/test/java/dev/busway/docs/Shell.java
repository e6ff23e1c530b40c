package dev.busway.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads as much of the shell's language as the documents use. */
final class Shell {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|[^\\s'\"]+");
    private static final Pattern ASSIGNMENT = Pattern.compile("[A-Z_]+=.*");

    private Shell() {}

    /** Each command as its words, without comments, and without the variables that are set for it. */
    static List<List<String>> commands(String text) {
        return Arrays.stream(text.replace("\\\n", " ").split("\n|&&", -1))
                .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(Shell::words)
                .toList();
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            String quoted = word.group(1) != null ? word.group(1) : word.group(2);
            words.add(quoted != null ? quoted : word.group());
        }
        while (!words.isEmpty() && ASSIGNMENT.matcher(words.get(0)).matches()) {
            words.remove(0);
        }
        return words;
    }
}
