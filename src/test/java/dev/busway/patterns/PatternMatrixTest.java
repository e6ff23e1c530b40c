package dev.busway.patterns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueCounts;
import dev.busway.emulator.queue.QueueSettings;
import dev.busway.routes.RouteCheck;
import dev.busway.routes.RouteLoading;
import dev.busway.routes.RouteProblem;
import dev.busway.servicebus.BuswayServiceBusComponent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.NamedNode;
import org.apache.camel.Processor;
import org.apache.camel.Route;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Policy;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.slf4j.LoggerFactory;

/**
 * Every construct of Camel's YAML DSL between an input and an output of Service Bus: it is refused before the start, or
 * it keeps the promise when all goes well, when the route fails after its output, when the handoff is refused once, and
 * when the host stops in the middle.
 */
@Timeout(240)
final class PatternMatrixTest {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);
    private static final int DELIVERIES = 2;
    private static final Path PAGE = Path.of("docs/patterns.md");

    private static final Logger ALL = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

    private static Level before;

    @BeforeAll
    static void beQuiet() {
        before = ALL.getLevel();
        ALL.setLevel(Level.ERROR);
    }

    @AfterAll
    static void speakAgain() {
        ALL.setLevel(before);
    }

    private final Then then = new Then();

    @Test
    void everyConstructOfTheSchemaHasAVerdict() throws IOException {
        Set<String> judged = new TreeSet<>();
        Pattern.all().forEach(pattern -> judged.addAll(pattern.constructs()));

        assertThat(judged).containsAll(constructsOfTheSchema());
    }

    @TestFactory
    Stream<DynamicTest> whatCannotKeepThePromiseIsRefusedWithAReason() throws IOException {
        return Pattern.all().stream()
                .filter(Pattern::isRefused)
                .map(pattern -> DynamicTest.dynamicTest(pattern.name(), () -> {
                    List<RouteProblem> problems = check(pattern);

                    assertThat(problems).isNotEmpty().first().satisfies(problem -> {
                        assertThat(problem.line()).isPositive();
                        assertThat(problem.remedy()).isNotBlank();
                        assertThat(problem.what()).doesNotContain("Camel refuses this");
                    });
                }));
    }

    @TestFactory
    List<DynamicTest> whatIsTakenKeepsThePromise() throws Exception {
        List<Pattern> kept =
                Pattern.all().stream().filter(pattern -> !pattern.isRefused()).toList();
        Map<String, List<String>> broken = new TreeMap<>();
        run(kept, broken);
        return kept.stream()
                .map(pattern -> DynamicTest.dynamicTest(
                        pattern.name(), () -> assertThat(broken.getOrDefault(pattern.name(), List.of()))
                                .isEmpty()))
                .toList();
    }

    @Test
    void pageSaysWhatEachConstructMeans() throws IOException {
        String page = page();
        if (Boolean.getBoolean("busway.patterns.write")) {
            Files.writeString(PAGE, page);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    private void run(List<Pattern> patterns, Map<String, List<String>> broken) throws Exception {
        try (ServiceBusEmulator emulator = ServiceBusEmulator.start();
                DefaultCamelContext context = new DefaultCamelContext()) {
            for (Pattern pattern : patterns) {
                emulator.declareQueue(QueueSettings.of(pattern.input()).withMaxDeliveryCount(DELIVERIES));
                emulator.declareQueue(pattern.output());
            }
            start(context, emulator, patterns);

            expect("succeeds", patterns, emulator, broken, Pattern::outputs, Pattern::dead, () -> {});
            expect(
                    "the handoff is refused once",
                    patterns,
                    emulator,
                    broken,
                    Pattern::outputs,
                    Pattern::dead,
                    () -> patterns.forEach(pattern -> emulator.faults()
                            .inject(new Fault.Refuse(FaultStep.SEND, pattern.output(), "com.microsoft:server-busy"))
                            .forNext(1)));
            emulator.faults().clear();
            then.failFromNowOn(true);
            expect(
                    "fails after its output",
                    patterns,
                    emulator,
                    broken,
                    Pattern::outputsAfterFailure,
                    pattern -> 1,
                    () -> {});
            then.failFromNowOn(false);
            stopInTheMiddle(context, patterns, emulator, broken);
        }
    }

    /** Each message is handed off whole, or is in its queue as if it had not been received. */
    private void stopInTheMiddle(
            DefaultCamelContext context,
            List<Pattern> patterns,
            ServiceBusEmulator emulator,
            Map<String, List<String>> broken) {
        Map<String, Long> before = outputs(patterns, emulator);
        then.holdFromNowOn();
        send(emulator, patterns, "stop");
        await().atMost(LONGEST_WAIT).until(() -> patterns.stream()
                .allMatch(pattern -> emulator.counts(pattern.input()).active() == 0));
        CompletableFuture<Void> stop = CompletableFuture.runAsync(context::stop);
        await().atMost(LONGEST_WAIT).until(context::isStopping);
        then.letGo();
        stop.join();
        for (Pattern pattern : patterns) {
            QueueCounts input = emulator.counts(pattern.input());
            long out = emulator.counts(pattern.output()).active() - before.get(pattern.name());
            boolean comesBack = input.active() + input.locked() > 0;
            if (out != (comesBack ? 0 : pattern.outputs())) {
                note(
                        broken,
                        pattern,
                        "stop in the middle: " + (comesBack ? "comes back" : "ended") + ", but " + out + " outputs");
            }
        }
    }

    private static void note(Map<String, List<String>> broken, Pattern pattern, String what) {
        broken.computeIfAbsent(pattern.name(), name -> new ArrayList<>()).add(what);
    }

    private static Map<String, Long> outputs(List<Pattern> patterns, ServiceBusEmulator emulator) {
        Map<String, Long> counts = new TreeMap<>();
        patterns.forEach(pattern ->
                counts.put(pattern.name(), emulator.counts(pattern.output()).active()));
        return counts;
    }

    /** Puts one message through each, and notes where something else came of it. */
    private void expect(
            String column,
            List<Pattern> patterns,
            ServiceBusEmulator emulator,
            Map<String, List<String>> broken,
            ToLongFunction<Pattern> outputs,
            ToLongFunction<Pattern> dead,
            Runnable fault) {
        Map<String, Long> outBefore = outputs(patterns, emulator);
        Map<String, Long> deadBefore = new TreeMap<>();
        patterns.forEach(pattern ->
                deadBefore.put(pattern.name(), emulator.counts(pattern.input()).deadLettered()));
        fault.run();
        send(emulator, patterns, column);
        for (Pattern pattern : patterns) {
            boolean ended = ends(pattern, emulator);
            long out = emulator.counts(pattern.output()).active() - outBefore.get(pattern.name());
            long gone = emulator.counts(pattern.input()).deadLettered() - deadBefore.get(pattern.name());
            if (!ended || out != outputs.applyAsLong(pattern) || gone != dead.applyAsLong(pattern)) {
                note(
                        broken,
                        pattern,
                        "%s: %s, %d outputs instead of %d, %d dead-lettered instead of %d"
                                .formatted(
                                        column,
                                        ended ? "ended" : "still in flight",
                                        out,
                                        outputs.applyAsLong(pattern),
                                        gone,
                                        dead.applyAsLong(pattern)));
            }
        }
    }

    private static boolean ends(Pattern pattern, ServiceBusEmulator emulator) {
        try {
            await().atMost(LONGEST_WAIT)
                    .pollInterval(Duration.ofMillis(20))
                    .until(() -> isEmpty(emulator.counts(pattern.input())));
            return true;
        } catch (ConditionTimeoutException e) {
            return false;
        }
    }

    private static boolean isEmpty(QueueCounts counts) {
        return counts.active() == 0 && counts.locked() == 0;
    }

    private void start(DefaultCamelContext context, ServiceBusEmulator emulator, List<Pattern> patterns)
            throws Exception {
        surround(context);
        context.getShutdownStrategy().setTimeout(20);
        BuswayServiceBusComponent component = new BuswayServiceBusComponent();
        component.getConfiguration().setConnectionString(emulator.connectionString());
        context.addComponent(BuswayServiceBusComponent.SCHEME, component);
        List<String> locations = new ArrayList<>(List.of("file:routes/error-handling.camel.yaml"));
        patterns.forEach(pattern -> locations.add("file:" + pattern.file()));
        RouteLoading.load(context, locations, route -> true);
        context.start();
    }

    private void surround(CamelContext context) {
        Properties properties = new Properties();
        properties.setProperty("busway.retry.tries", "0");
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getRegistry().bind("then", then);
        context.getRegistry().bind("nothing", (Processor) exchange -> {});
        context.getRegistry().bind("policy", new AroundNothing());
    }

    private static void send(ServiceBusEmulator emulator, List<Pattern> patterns, String column) {
        ServiceBusClientBuilder client = new ServiceBusClientBuilder().connectionString(emulator.connectionString());
        for (Pattern pattern : patterns) {
            try (ServiceBusSenderClient sender =
                    client.sender().queueName(pattern.input()).buildClient()) {
                sender.sendMessage(new ServiceBusMessage("a,b").setMessageId(pattern.name() + " " + column));
            }
        }
    }

    private List<RouteProblem> check(Pattern pattern) {
        return new RouteCheck(this::surround).check(List.of(pattern.file()));
    }

    private static Set<String> constructsOfTheSchema() throws IOException {
        try (InputStream schema =
                PatternMatrixTest.class.getClassLoader().getResourceAsStream("schema/camelYamlDsl.json")) {
            JsonNode items = new ObjectMapper().readTree(schema).get("items");
            Set<String> names = new TreeSet<>();
            items.get("properties").fieldNames().forEachRemaining(names::add);
            JsonNode definitions = items.get("definitions");
            definitions
                    .get("org.apache.camel.model.ProcessorDefinition")
                    .get("properties")
                    .fieldNames()
                    .forEachRemaining(names::add);
            assertThat(names).hasSizeGreaterThan(70);
            return names;
        }
    }

    private String page() throws IOException {
        StringBuilder page = new StringBuilder("""
            # What each construct means for a message

            Every step and definition of Camel's YAML DSL between an input and an output of Service Bus. Those that are
            refused are refused by `validate`, by live edits and at the start alike. This page is made from the files in
            `src/test/resources/patterns`, which `PatternMatrixTest` runs: each message ends once, with its outputs or
            without any, when all goes well, when the route fails after its output, when Service Bus refuses the handoff
            once, and when the host stops in the middle.

            | Construct | | What it means for the transaction |
            |---|---|---|
            """);
        Map<String, String> rows = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (Pattern pattern : Pattern.all()) {
            for (String construct : pattern.constructs()) {
                if (pattern.isRefused()) {
                    RouteProblem problem = check(pattern).get(0);
                    rows.putIfAbsent(
                            construct,
                            "| `%s` | refused | %s %s |".formatted(construct, problem.what(), problem.remedy()));
                } else if (!pattern.meaning().isEmpty()) {
                    rows.put(construct, "| `%s` | kept | %s |".formatted(construct, pattern.meaning()));
                }
            }
        }
        rows.values().forEach(row -> page.append(row).append('\n'));
        return page.toString();
    }

    /** Surrounds nothing with nothing. */
    private static final class AroundNothing implements Policy {

        @Override
        public void beforeWrap(Route route, NamedNode definition) {}

        @Override
        public Processor wrap(Route route, Processor processor) {
            return processor;
        }
    }
}
