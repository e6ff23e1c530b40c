package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.host.Host;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.StringReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Every fenced block and every command of README and docs does what the text around it promises. Commands that go on until
 * somebody stops them are read here and run by {@link DocumentedCommandsIT}.
 */
@Timeout(120)
final class BlocksTest {

    private static final Set<String> INSTRUCTIONS =
            Set.of("FROM", "WORKDIR", "COPY", "USER", "ENTRYPOINT", "ENV", "EXPOSE");

    @TempDir
    private static Path folder;

    private static OwnCommands commands;
    private static Snippets snippets;

    @BeforeAll
    static void start() throws Exception {
        commands = new OwnCommands(folder.resolve("written"));
        snippets = new Snippets(folder.resolve("snippets"));
    }

    @AfterAll
    static void stop() throws IOException {
        commands.close();
        snippets.close();
    }

    static Stream<Block> all() throws IOException {
        return Block.all().stream();
    }

    @ParameterizedTest
    @MethodSource("all")
    void blockWorks(Block block) throws Exception {
        switch (block.tag()) {
            case "sh", Block.WITHIN_TEXT -> shell(block);
            case "yaml" -> yaml(block);
            case "json" -> json(block);
            case "java" -> snippets.java(block);
            case "properties" -> properties(block);
            case "dockerfile" -> dockerfile(block);
            // What commands print, for a person to compare.
            case "text", "" -> assertThat(block.text()).isNotBlank();
            case "mermaid" -> assertThat(block.text()).matches("(?s)(flowchart LR|stateDiagram-v2)\\n.*-->.*");
            default ->
                throw new AssertionError(
                        block + ": no test knows this kind of block; give it a tag that one knows, or write one");
        }
    }

    @Test
    void listOfCommandsThatAreNotRunHoldsNoOthers() throws IOException {
        assertThat(ShellCommand.all().map(ShellCommand::toString)).containsAll(OtherTools.NOT_RUN_HERE.keySet());
    }

    private static void shell(Block block) throws Exception {
        List<ShellCommand> found = ShellCommand.of(block);
        assertThat(found).as("%s", block).isNotEmpty();
        for (ShellCommand command : found) {
            if (command.isOwn()) {
                commands.check(command, block);
            } else if (command.words().get(0).equals("curl")) {
                commands.curl(command, block);
            } else {
                OtherTools.check(command, block);
            }
        }
    }

    /** A route, or a step of somebody's build that runs one of our commands. */
    private static void yaml(Block block) throws Exception {
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(block.text());
        if (loaded instanceof Map<?, ?> tests) {
            // A file of tests for routes; the tests that are shipped are of this form and run.
            assertThat(tests.keySet()).as("%s", block).isEqualTo(Set.of("app", "tests"));
            return;
        }
        assertThat(loaded).as("%s", block).isInstanceOf(List.class);
        for (Object item : (List<?>) loaded) {
            Map<?, ?> entries = (Map<?, ?>) item;
            if (entries.containsKey("route")) {
                snippets.route(block);
            } else if (entries.containsKey("run") || entries.containsKey("script")) {
                shell(block);
            } else {
                assertThat(Set.of("uses", "task", "given"))
                        .as("%s: no test knows such YAML", block)
                        .anyMatch(entries::containsKey);
            }
        }
    }

    /** What stands in for an answer of the host has its fields; dots say that there is more. */
    private static void json(Block block) throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        JsonNode shown = mapper.readTree(block.text().replace(", ...", ""));
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                Host host = Host.start(Settings.shipped()
                        .with(Settings.CONNECTION_STRING, emulator.connectionString())
                        .with(Settings.HTTP_HOST, "127.0.0.1")
                        .with(Settings.HTTP_PORT, "0"))) {
            URI health = URI.create("http://127.0.0.1:" + host.httpPort() + "/health");
            String answer = HttpClient.newHttpClient()
                    .send(HttpRequest.newBuilder(health).build(), BodyHandlers.ofString())
                    .body();
            JsonNode real = StreamSupport.stream(
                            mapper.readTree(answer).get("checks").spliterator(), false)
                    .filter(check -> check.get("name").equals(shown.get("name")))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError(block + ": /health has no such check: " + answer));
            assertThat(real.fieldNames()).toIterable().containsAll(shown::fieldNames);
            assertThat(real.get("data").fieldNames()).toIterable().containsAll(() -> shown.get("data")
                    .fieldNames());
        }
    }

    private static void properties(Block block) throws IOException {
        Properties properties = new Properties();
        properties.load(new StringReader(block.text()));
        assertThat(properties.stringPropertyNames())
                .as("%s", block)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(key.startsWith("camel.")
                                || Settings.documentedKeys().contains(key))
                        .as(key)
                        .isTrue());
    }

    private static void dockerfile(Block block) {
        block.text().lines().forEach(line -> {
            String[] words = line.split("\\s+", -1);
            assertThat(INSTRUCTIONS).as("%s", block).contains(words[0]);
            if (words[0].equals("COPY") && !words[1].startsWith("target/")) {
                assertThat(Files.exists(Path.of(words[1])))
                        .as("%s: %s", block, line)
                        .isTrue();
            }
        });
    }
}
