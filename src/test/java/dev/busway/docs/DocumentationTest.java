package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.busway.command.BuswayCommand;
import dev.busway.logging.LogSetup;
import dev.busway.servicebus.BuswayServiceBusComponent;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import picocli.CommandLine;

/** Names in the documents exist: properties, commands with their options, links, error texts. Nothing is run. */
final class DocumentationTest {

    private static final Path SOURCES = Path.of("src/main/java");
    private static final String COMPONENT = "camel.component.azure-servicebus.";
    private static final Pattern PROPERTY =
            Pattern.compile("`((?:busway|camel)\\.(?!jar|rules|json)[A-Za-z0-9.-]+)(?:=[^`]*)?`");
    private static final Pattern COMMAND = Pattern.compile("(?:busway\\.jar|`busway) +([a-z-][^`\\n&|#']*)");
    private static final Pattern ROUTE = Pattern.compile("(?ms)^```yaml\\n(- route:.*?)^```");
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)[^)]*\\)");
    private static final Pattern ERROR_TEXT = Pattern.compile("(?m)^\\| `([^`]+)`");

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> found = Files.list(Path.of("docs"))) {
            List<Path> all = new ArrayList<>(
                    found.filter(file -> file.toString().endsWith(".md")).toList());
            all.add(Path.of("README.md"));
            return all.stream().filter(Files::exists);
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void propertiesAreDocumentedOnes(Path document) throws IOException {
        Set<String> known = new HashSet<>(Settings.documentedKeys());
        known.add(LogSetup.LEVEL);
        known.add(LogSetup.EXCEPTION_TEXTS);
        // Set by the host itself, beside the route files.
        known.add("busway.schemas");

        assertThat(found(PROPERTY, document)).allSatisfy(key -> assertThat(
                        known.contains(key) || key.startsWith(LogSetup.LEVEL + ".") || isOptionOfTheComponent(key))
                .as(key)
                .isTrue());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void commandsAndTheirOptionsExist(Path document) throws IOException {
        assertThat(found(COMMAND, document)).allSatisfy(DocumentationTest::commandExists);
    }

    @ParameterizedTest
    @MethodSource("documents")
    void routesAreYaml(Path document) throws IOException {
        Load yaml = new Load(LoadSettings.builder().build());

        assertThat(found(ROUTE, document)).allSatisfy(route -> assertThatCode(() -> yaml.loadFromString(route))
                .doesNotThrowAnyException());
    }

    @ParameterizedTest
    @MethodSource("documents")
    void linksLeadToFiles(Path document) throws IOException {
        assertThat(found(LINK, document))
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }

    @ParameterizedTest
    @MethodSource("troubleshooting")
    void errorTextsStandInTheCode(Path document) throws IOException {
        String code = code();

        assertThat(found(ERROR_TEXT, document)).isNotEmpty().allSatisfy(text -> assertThat(
                        Stream.of(text.split("<[a-z]+>", -1)).map(String::strip))
                .allSatisfy(part -> assertThat(code.contains(part)).as(part).isTrue()));
    }

    static Stream<Path> troubleshooting() {
        return Stream.of(Path.of("docs/troubleshooting.md"));
    }

    private static void commandExists(String line) {
        CommandLine command = BuswayCommand.commandLine();
        for (String word : line.strip().split("\\s+", -1)) {
            if (word.startsWith("--")) {
                String option = word.split("=", -1)[0];
                assertThat(command.getCommandSpec().findOption(option)).as(line).isNotNull();
            } else if (!command.getSubcommands().isEmpty()) {
                assertThat(command.getSubcommands()).as(line).containsKey(word);
                command = command.getSubcommands().get(word);
            }
        }
    }

    private static boolean isOptionOfTheComponent(String key) {
        String option = key.substring(Math.min(COMPONENT.length(), key.length()));
        return key.startsWith(COMPONENT)
                && Stream.of(BuswayServiceBusComponent.class.getMethods())
                        .anyMatch(method -> method.getName().equalsIgnoreCase("set" + option));
    }

    private static List<String> found(Pattern pattern, Path document) throws IOException {
        return pattern.matcher(Files.readString(document))
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    /** All sources as one text in which literals over several lines are one. */
    private static String code() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<Path> sources =
                    files.filter(file -> file.toString().endsWith(".java")).toList();
            List<String> texts = new ArrayList<>();
            for (Path source : sources) {
                texts.add(Files.readString(source));
            }
            return texts.stream()
                    .collect(Collectors.joining("\n"))
                    .replaceAll("\"\\s*\\+\\s*\"", "")
                    .replace("\\\"", "\"");
        }
    }
}
