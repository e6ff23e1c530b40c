package dev.busway.docs;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads as much of the shell's language as the documents use. */
final class Shell {

    private static final Pattern WORD = Pattern.compile("'([^']*)'|\"([^\"]*)\"|(?:<[^>]*>|[^\\s'\"])+");
    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z_]+)=(.*)");

    private Shell() {}

    /** Each command, without comments. */
    static List<ShellCommand> commands(String text) {
        return Arrays.stream(text.replace("\\\n", " ").split("\n|&&", -1))
                .map(line -> line.replaceFirst("(^|\\s)#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(Shell::command)
                .toList();
    }

    private static ShellCommand command(String line) {
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(line);
        while (word.find()) {
            String quoted = word.group(1) != null ? word.group(1) : word.group(2);
            words.add(quoted != null ? quoted : word.group());
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (Matcher set = ASSIGNMENT.matcher(words.get(0)); set.matches(); set = ASSIGNMENT.matcher(words.get(0))) {
            environment.put(set.group(1), set.group(2));
            words.remove(0);
        }
        return new ShellCommand(environment, List.copyOf(words));
    }
}
