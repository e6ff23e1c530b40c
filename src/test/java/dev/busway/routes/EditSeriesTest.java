package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random series of edits: after each, what runs is what a host would run that starts now; but for the files whose edit
 * was refused, of which what ran before runs on.
 */
@Timeout(180)
final class EditSeriesTest {

    private static final int EDITS = 14;
    private static final List<String> QUEUES = List.of("a-in", "b-in", "c-in");
    private static final List<String> FILES = List.of("one", "two", "three", "beans");

    private static final String PLAIN = """
        - route:
            id: %1$s
            from:
              uri: azure-servicebus:%1$s-in
              steps:
                - setBody: {constant: {expression: "plain %2$s"}}
                - to: {uri: "azure-servicebus:%1$s-out"}
        """;
    private static final String TEMPLATE = """
        - routeTemplate:
            id: template-%1$s
            parameters:
              - name: q
            from:
              uri: "azure-servicebus:{{q}}-in"
              steps:
                - setBody: {constant: {expression: "template %2$s"}}
                - to: {uri: "azure-servicebus:{{q}}-out"}
        - templatedRoute:
            routeTemplateRef: template-%1$s
            routeId: %1$s
            parameters:
              - {name: q, value: %1$s}
        """;
    private static final String BEAN = """
        - route:
            id: %1$s
            from:
              uri: azure-servicebus:%1$s-in
              steps:
                - bean: {ref: greeting, method: say}
                - to: {uri: "azure-servicebus:%1$s-out"}
        """;
    private static final String BEANS = """
        - beans:
            - name: greeting
              type: dev.busway.routes.Greeting
              properties: {text: "bean %2$s"}
        """;
    private static final String HELPER = """
        - route:
            id: %1$s
            from:
              uri: azure-servicebus:%1$s-in
              steps:
                - to: {uri: "direct:helper-%1$s"}
        - from:
            uri: direct:helper-%1$s
            steps:
              - setBody: {constant: {expression: "helper %2$s"}}
              - to: {uri: "azure-servicebus:%1$s-out"}
        """;
    private static final String SENDS_NOTHING =
            "- from: {uri: \"azure-servicebus:%1$s-in\", steps: [{log: \"%2$s\"}]}\n";
    private static final String BROKEN = "- route: {id: %1$s, from: [%2$s";

    @TempDir
    private Path folder;

    @TempDir
    private Path accepted;

    private final Map<String, String> taken = new TreeMap<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void whatRunsIsWhatARestartWouldRun(long seed) throws Exception {
        Random random = new Random(seed);
        try (EditedRoutes routes = EditedRoutes.withoutApps(folder)) {
            taken.put("error-handling", routes.read("error-handling.camel.yaml"));
            for (int i = 0; i < EDITS; i++) {
                String edit = edit(random, i);
                routes.settle();
                note(routes);

                assertThat(routes.outcomes(QUEUES))
                        .as(
                                "seed %d, edit %d: %s; refused %s",
                                seed, i, edit, routes.reload().rejected())
                        .isEqualTo(EditedRoutes.afterARestart(accepted, QUEUES));
            }
        }
    }

    private String edit(Random random, int number) throws IOException {
        String name = FILES.get(random.nextInt(FILES.size()));
        Path file = folder.resolve(name + ".camel.yaml");
        if (random.nextInt(5) == 0) {
            Files.deleteIfExists(file);
            return name + " deleted";
        }
        List<String> kinds = name.equals("beans")
                ? List.of(BEANS)
                : List.of(PLAIN, TEMPLATE, BEAN, HELPER, PLAIN, TEMPLATE, SENDS_NOTHING, BROKEN);
        String queue = QUEUES.get(random.nextInt(QUEUES.size())).replace("-in", "");
        String text = kinds.get(random.nextInt(kinds.size())).formatted(queue, "v" + number);
        Files.writeString(file, text);
        return name + " is now\n" + text;
    }

    /** Keeps a folder as a restart would have to find it to run what was taken. */
    private void note(EditedRoutes routes) throws IOException {
        for (String name : FILES) {
            Path file = folder.resolve(name + ".camel.yaml");
            if (routes.reload().refused().contains(file.toAbsolutePath().normalize())) {
                continue;
            }
            if (Files.exists(file)) {
                taken.put(name, Files.readString(file));
            } else {
                taken.remove(name);
            }
        }
        try (var old = Files.list(accepted)) {
            for (Path file : old.toList()) {
                Files.delete(file);
            }
        }
        for (Map.Entry<String, String> each : taken.entrySet()) {
            Files.writeString(accepted.resolve(each.getKey() + ".camel.yaml"), each.getValue());
        }
    }
}
