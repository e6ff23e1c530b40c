package dev.busway.docs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * One command of a document.
 *
 * @param environment variables that are set for it alone
 * @param words the program and its arguments
 */
record ShellCommand(Map<String, String> environment, List<String> words) {

    /** Commands of this project that go on until somebody stops them, or take long. */
    private static final Set<String> GO_ON = Set.of("run", "dev", "emulator", "archive");

    /** The commands of a block, in their order; none if it holds no commands. */
    static List<ShellCommand> of(Block block) {
        return switch (block.tag()) {
            case "sh", Block.WITHIN_TEXT -> Shell.commands(block.text());
            case "yaml" -> ofBuildSteps(block);
            default -> List.of();
        };
    }

    static Stream<ShellCommand> all() throws IOException {
        return Block.all().stream().flatMap(block -> of(block).stream());
    }

    /** What steps of somebody's build run, as GitHub and Azure write them. */
    private static List<ShellCommand> ofBuildSteps(Block block) {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(block.text());
        if (!(loaded instanceof List<?> steps)) {
            return List.of();
        }
        return steps.stream()
                .flatMap(step -> Stream.of("run", "script").map(((Map<?, ?>) step)::get))
                .filter(String.class::isInstance)
                .flatMap(script -> Shell.commands((String) script).stream())
                .toList();
    }

    /** Whether it is one of this project, by its jar or by its launcher. */
    boolean isOwn() {
        return isByLauncher() || (words.get(0).equals("java") && words.stream().anyMatch(ShellCommand::isJar));
    }

    /** The launcher is called by its name where it is on the path, else by where it is. */
    boolean isByLauncher() {
        return words.get(0).equals("busway") || words.get(0).equals("./busway");
    }

    /** Of one of this project: what stands behind the jar. */
    List<String> arguments() {
        int name = isByLauncher() ? 0 : words.indexOf(jar());
        return words.subList(name + 1, words.size());
    }

    /** Of one of this project: whether it ends by itself, and soon. */
    boolean ends() {
        return !arguments().isEmpty() && !GO_ON.contains(arguments().get(0));
    }

    private String jar() {
        return words.stream().filter(ShellCommand::isJar).findFirst().orElseThrow();
    }

    private static boolean isJar(String word) {
        return word.endsWith("busway.jar");
    }

    @Override
    public String toString() {
        return String.join(" ", words);
    }
}
