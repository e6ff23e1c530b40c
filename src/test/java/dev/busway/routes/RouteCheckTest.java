package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RouteCheckTest {

    @TempDir
    private Path folder;

    private final Map<String, String> properties = new TreeMap<>();

    @BeforeEach
    void copyShippedRoutes() throws IOException {
        Path shipped = Path.of("routes");
        try (Stream<Path> files = Files.walk(shipped)) {
            for (Path file : files.toList()) {
                Path copy = folder.resolve(shipped.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(copy);
                } else {
                    Files.copy(file, copy);
                }
            }
        }
        properties.put("busway.schemas", "file:" + folder.resolve("schemas"));
    }

    @Test
    void shippedRoutesAreWithoutProblems() {
        assertThat(check()).isEmpty();
    }

    @Test
    void idThatAnEditorGaveTheErrorHandlingIsTold() throws IOException {
        Path file = folder.resolve("error-handling.camel.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "- routeConfiguration:\n", "- routeConfiguration:\n    id: routeConfiguration-2414\n"));

        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.what()).contains("\"routeConfiguration-2414\", so it holds for no route.");
            assertThat(Files.readAllLines(file).get(problem.line() - 1)).contains("routeConfiguration-2414");
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: String              | type: [String                   | 13 | This is not valid YAML",
                "- marshal:                | - marshall:                     | 30 | no step \"marshall\" here. Write"
                        + " marshal.",
                "type: String              | typo: String                    | 11 | no field \"typo\" here. Write"
                        + " type.",
                "maxConcurrentCalls        | maxConcurentCalls               | 8  | no option \"maxConcurentCalls\"."
                        + " Write maxConcurrentCalls.",
                "uri: azure-servicebus:{{counter.out | uri: azure-servicebuss:{{counter.out | 40 | no component"
                        + " \"azure-servicebuss\" on the class path. Write azure-servicebus.",
                "beanType: dev.busway.apps.counter.CounterProcessor | ref: nope | 22 | There is no bean \"nope\".",
                "CounterProcessor          | NoProcessor                     | 22 | no class"
                        + " dev.busway.apps.counter.NoProcessor.",
                "method: handle            | method: handel                  | 23 | no public method \"handel\". Write"
                        + " handle.",
                "CounterText               | NoText                          | 20 | no class"
                        + " dev.busway.apps.counter.NoText.",
                "{{counter.out.queue:counter-out}} | {{nope}}                | 40 | Set nope in application.properties"
                        + " or NOPE in the environment",
                "!= null                   | !! null                         | 28 | The expression cannot be"
                        + " understood: Unexpected token !",
                "counter.schema            | none.schema                     | 14 | There is no schema",
                "counter.concurrency:256   | counter.concurrency:many        | 8  | option maxConcurrentCalls cannot"
                        + " be \"many\"",
                "counter.in.queue:counter-in | counter.in.queue:feedback-form-in | 6  | feedback-form and counter both"
                        + " receive from feedback-form-in",
                "counter.out.queue:counter-out | counter.out.queue:counter-in | 40 | comes back to its own input"
                        + " counter-in",
                "id: counter               | id: feedback-form               | 3  | belongs to a route in",
            })
    void badEditIsFoundOnItsLine(String good, String bad, int line, String what) throws IOException {
        Path file = folder.resolve("counter.camel.yaml");
        Files.writeString(file, Files.readString(file).replace(good, bad));

        List<RouteProblem> problems = check();

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).contains(what);
            assertThat(problem.line()).isEqualTo(line);
        });
    }

    @ParameterizedTest
    @CsvSource({"four, The property <app>.retry.tries is not of the kind", "20, counter: 20 redeliveries wait up to"})
    void badNumberOfTheSharedRetriesIsFound(String tries, String what) throws IOException {
        Path file = folder.resolve("error-handling.camel.yaml");
        Files.writeString(file, Files.readString(file).replace("busway.retry.tries:4", "busway.retry.tries:" + tries));

        assertThat(check()).extracting(RouteProblem::what).anyMatch(problem -> problem.contains(what));
    }

    @Test
    void retriesOfOneAppAreItsOwn() {
        properties.put("counter.retry.tries", "20");

        assertThat(check()).singleElement().satisfies(problem -> assertThat(problem.what())
                .contains("counter: 20 redeliveries wait up to"));
    }

    @Test
    void everyBadStepOfAFileIsToldAtOnce() throws IOException {
        Path file = folder.resolve("counter.camel.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace("maxConcurrentCalls", "maxConcurentCalls")
                        .replace("unmarshalType: dev.busway.apps.counter.CounterText", "unmarshalType: dev.No")
                        .replace("method: handle", "method: handel")
                        .replace("- marshal:", "- marshall:")
                        .replace("!= null", "!! null")
                        .replace("{{counter.out.queue:counter-out}}", "{{nope}}"));

        assertThat(check()).extracting(RouteProblem::line).containsExactly(8, 20, 23, 28, 30, 40);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "handoff: atomc                            | handoff of counter cannot be \"atomc\"",
                "serviceBusReceiveMode: RECEIVE_AND_DELETE | receives without a lock",
                "subscriptionName: x~delayedRedeliveries: 3 | no copy can be scheduled into counter-in/Subscriptions/x",
                "connectionString: Endpoint=sb://x;SharedAccessKey=YQ== | in another namespace",
                "amqpTransportType: AMQP_WEB_SOCKETS       | over another connection",
            })
    void optionThatKeepsTheAppFromStartingIsFound(String option, String what) throws IOException {
        Path file = folder.resolve("counter.camel.yaml");
        Files.writeString(
                file,
                Files.readString(file)
                        .replace(
                                "        maxConcurrent",
                                "        " + option.replace("~", "\n        ") + "\n        maxConcurrent"));

        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.toString()).contains(what).doesNotContain("YQ==");
            assertThat(problem.line()).isPositive();
        });
    }

    @Test
    void optionsInTwoPlacesAreToldWithoutTheAddress() throws IOException {
        Path file = folder.resolve("counter.camel.yaml");
        Files.writeString(
                file,
                Files.readString(file).replace("queue:counter-in}}", "queue:counter-in}}?connectionString=secret"));

        assertThat(check()).singleElement().satisfies(problem -> assertThat(problem.toString())
                .contains(":6: ", "Put all of them under parameters:.")
                .doesNotContain("secret"));
    }

    @Test
    void triesWithoutEndAreFound() {
        properties.put("counter.retry.tries", "-1");

        assertThat(check()).singleElement().satisfies(problem -> assertThat(problem.what())
                .contains("counter tries again for ever"));
    }

    @Test
    void eachBadFileIsToldAndHidesNothingInAnother() throws IOException {
        Files.writeString(folder.resolve("one.camel.yaml"), "- route: [");
        Files.writeString(folder.resolve("two.camel.yaml"), "hello");
        Files.writeString(folder.resolve("three.camel.yaml"), "");

        assertThat(check())
                .extracting(problem -> Path.of(problem.file()).getFileName().toString())
                .containsExactly("one.camel.yaml", "three.camel.yaml", "two.camel.yaml");
    }

    @Test
    void processorWithoutUnmarshalIsFound() throws IOException {
        Files.writeString(folder.resolve("bare.camel.yaml"), """
            - route:
                id: bare
                from:
                  uri: azure-servicebus:bare-in
                  steps:
                    - bean:
                        beanType: dev.busway.apps.counter.CounterProcessor
                        method: handle
                    - marshal:
                        json: {}
                    - to:
                        uri: azure-servicebus:bare-out
            """);

        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(6);
            assertThat(problem.what()).contains("takes a CounterText");
            assertThat(problem.remedy()).contains("unmarshalType: dev.busway.apps.counter.CounterText");
        });
    }

    @Test
    void recordThatIsSentWithoutMarshalIsNoProblem() throws IOException {
        Path file = folder.resolve("counter.camel.yaml");
        String text = Files.readString(file);
        Files.writeString(file, text.replaceAll("(?m)^ *- marshal:\\n(.*\\n){3}", ""));

        assertThat(Files.readString(file))
                .doesNotContain("marshal:\n                  json:\n                    library");
        assertThat(check()).isEmpty();
    }

    @Test
    void otherResultThatIsSentWithoutMarshalIsFound() throws IOException {
        Files.writeString(folder.resolve("bare.camel.yaml"), """
            - route:
                id: bare
                from:
                  uri: azure-servicebus:bare-in
                  steps:
                    - bean: {beanType: dev.busway.routes.Greeting, method: self}
                    - to: {uri: "azure-servicebus:bare-out"}
            """);

        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.what()).contains("a Greeting, but no step before it makes a text of it.");
            assertThat(problem.remedy()).contains("marshal: {json: {library: Jackson}}");
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "to: {uri: \"json-validator:http://127.0.0.1:%d/x.json\"}",
                "to: {uri: \"json-validator:{{busway.remote}}/x.json\"}",
                "setBody: {simple: {expression: \"resource:http://127.0.0.1:%d/x\"}}"
            })
    void whatWouldBeFetchedIsRefusedWithoutAConnection(String step) throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            int port = server.socket().getLocalPort();
            properties.put("busway.remote", "http://127.0.0.1:" + port);
            Files.writeString(folder.resolve("far.camel.yaml"), """
                - route:
                    id: far
                    from:
                      uri: azure-servicebus:far-in
                      steps:
                        - %s
                        - to: {uri: "azure-servicebus:far-out"}
                """.formatted(step.formatted(port)));

            assertThat(check()).singleElement().satisfies(problem -> {
                assertThat(problem.line()).isEqualTo(6);
                assertThat(problem.what()).contains("would be fetched from another host");
            });
            assertThat(server.accept()).isNull();
        }
    }

    @Test
    void loopThroughThreeAppsIsToldOnce() throws IOException {
        properties.put("counter.out.queue", "feedback-form-in");
        properties.put("feedback-form.out.queue", "third-in");
        Files.writeString(folder.resolve("third.camel.yaml"), """
            - route:
                id: third
                from:
                  uri: azure-servicebus:third-in
                  steps:
                    - to:
                        uri: azure-servicebus:counter-in
            """);

        assertThat(check()).singleElement().satisfies(problem -> assertThat(problem.what())
                .contains("counter -> feedback-form -> third"));
    }

    @Test
    void loopThroughTwoAppsIsToldOnce() throws IOException {
        properties.put("counter.out.queue", "feedback-form-in");
        properties.put("feedback-form.out.queue", "Counter-In");

        assertThat(check()).singleElement().satisfies(problem -> assertThat(problem.what())
                .contains("counter -> feedback-form"));
    }

    @Test
    void atomicHandoffIntoAnotherNamespaceIsFound() throws IOException {
        Files.writeString(folder.resolve("far.camel.yaml"), """
            - route:
                id: far
                from:
                  uri: azure-servicebus:far-in
                  steps:
                    - to:
                        uri: azure-servicebus:far-out
                        parameters:
                          fullyQualifiedNamespace: other.servicebus.windows.net
            """);

        assertThat(check()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(7);
            assertThat(problem.remedy()).contains("far.handoff=at-least-once");
        });
        properties.put("far.handoff", "at-least-once");
        assertThat(check()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\n  \"type\": \"object\"\n  \"required\": []\n}", "{\n  \"type\": \"object\"\n} }"})
    void brokenSchemaIsToldWithItsOwnLine(String text) throws IOException {
        Path schema = folder.resolve("schemas/counter.schema.json");
        Files.writeString(schema, text);

        assertThat(check())
                .containsExactly(new RouteProblem(
                        schema.toString(),
                        3,
                        "The schema is not valid JSON.",
                        "Check commas, quotes and brackets on this line and the one above it."));
    }

    @Test
    void propertyThatNobodyReadsIsFound() throws IOException {
        Path file = folder.resolve("application.properties");
        Files.writeString(file, """
            # counter.in.queues=no
            counter.in.queue=a
            counter.handoff = atomic
            feedback-form.retry.trys=3
            busway.http.port=1
            camel.main.name=x
            """);

        List<RouteProblem> problems = new RouteCheck(this::surround).check(files(), file, Set.of("busway.http.port"));

        assertThat(problems)
                .containsExactly(new RouteProblem(
                        file.toString(),
                        4,
                        "Nothing reads the property feedback-form.retry.trys.",
                        "Write feedback-form.retry.tries."));
    }

    @Test
    void checkConnectsToNothing() throws IOException {
        try (ServerSocketChannel server = ServerSocketChannel.open()) {
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            server.configureBlocking(false);
            Path file = folder.resolve("counter.camel.yaml");
            String address =
                    "fullyQualifiedNamespace: 127.0.0.1:" + server.socket().getLocalPort();
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("parameters:\n        max", "parameters:\n        " + address + "\n        max"));

            check();

            assertThat(server.accept()).isNull();
        }
    }

    private List<RouteProblem> check() {
        return new RouteCheck(this::surround).check(files());
    }

    private void surround(CamelContext context) {
        Properties initial = new Properties();
        initial.putAll(properties);
        context.getPropertiesComponent().setInitialProperties(initial);
    }

    private List<Path> files() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".camel.yaml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
