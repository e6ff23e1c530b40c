package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

@Timeout(60)
final class RouteReloadTest {

    private static final String COUNTER = "counter.camel.yaml";
    private static final String TEXT = "{\"id\":\"c\",\"text\":\"\"}";
    private static final String SMALL = """
        - route:
            id: %s
            from:
              uri: azure-servicebus:%s
              steps:
                - setBody:
                    expression:
                      constant:
                        expression: done
                - stop: {}
        """;

    @TempDir
    private Path folder;

    private final ListAppender<ILoggingEvent> told = new ListAppender<>();
    private EditedRoutes routes;

    @BeforeEach
    void start() throws Exception {
        told.start();
        log().addAppender(told);
        routes = new EditedRoutes(folder);
    }

    @AfterEach
    void stop() {
        routes.close();
        log().detachAppender(told);
    }

    @Test
    void editRestartsOnlyTheRoutesOfItsFile() throws Exception {
        Route counter = routes.route("counter");
        Route feedback = routes.route("feedback-form");

        routes.replace(COUNTER, "Texts in, counts out", "Something else").settle();

        assertThat(routes.route("counter")).isNotSameAs(counter);
        assertThat(routes.route("counter").getDescription()).isEqualTo("Something else");
        assertThat(routes.route("feedback-form")).isSameAs(feedback);
        assertThat(routes.send("feedback-form-in", "{}").getProperty("BuswayDeadLetterReason"))
                .isEqualTo("ValidationFailed");
    }

    @Test
    void editBackAndForthLeavesSharedErrorHandlingInPlace() throws Exception {
        routes.replace(COUNTER, "Texts in", "Words in").settle();

        Exchange exchange = routes.send("counter-in", "no json");

        assertThat(exchange.getProperty("BuswayDeadLetterReason")).isEqualTo("MalformedJson");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "type: String     | type: [String",
                "- marshal:       | - marshall:",
                "maxConcurrentCalls | maxConcurentCalls",
                "CounterProcessor | NoProcessor",
                "CounterText      | NoText",
                "{{counter.out.queue:counter-out}} | {{nope}}",
                "!= null          | !! null",
                "counter.schema   | none.schema",
                "id: counter      | id: feedback-form",
                "{{counter.in.queue:counter-in}} | unstartable",
            })
    void badEditLeavesTheOldRouteRunningAndIsToldOnce(String good, String bad) throws Exception {
        String before = routes.read(COUNTER);

        routes.replace(COUNTER, good, bad).settle().settle();

        assertThat(routes.route("counter").getUptimeMillis()).isNotNegative();
        assertThat(routes.route("feedback-form")).isNotNull();
        assertThat(routes.reload().rejected()).hasSize(1);
        assertThat(warnings()).isOne();

        routes.write(COUNTER, before).settle();

        assertThat(routes.reload().rejected()).isEmpty();
        assertThat(routes.route("counter")).isNotNull();
    }

    @Test
    void correctingABadEditJustWorks() throws Exception {
        routes.replace(COUNTER, "- marshal:", "- marshall:").settle();

        routes.replace(COUNTER, "- marshall:", "- marshal:")
                .replace(COUNTER, "Texts in", "Words in")
                .settle();

        assertThat(routes.reload().rejected()).isEmpty();
        assertThat(routes.route("counter").getDescription()).startsWith("Words in");
    }

    @Test
    void newFileIsANewAppAndADeletedOneIsGone() throws Exception {
        routes.write("extra.camel.yaml", SMALL.formatted("extra", "extra-in")).settle();
        assertThat(routes.send("extra-in", "x").getMessage().getBody()).isEqualTo("done");

        Files.delete(routes.file("extra.camel.yaml"));
        routes.settle();
        assertThat(routes.route("extra")).isNull();
        assertThat(routes.route("counter")).isNotNull();
    }

    @Test
    void renamedFileAndRenamedRouteLeaveNothingBehind() throws Exception {
        routes.write("one.camel.yaml", SMALL.formatted("one", "one-in")).settle();

        Files.move(routes.file("one.camel.yaml"), routes.file("two.camel.yaml"));
        routes.settle();
        assertThat(routes.route("one")).isNotNull();
        assertThat(routes.reload().rejected()).isEmpty();

        routes.write("two.camel.yaml", SMALL.formatted("two", "one-in")).settle();
        assertThat(routes.route("one")).isNull();
        assertThat(routes.route("two")).isNotNull();
    }

    @Test
    void halfWrittenFileIsLeftAlone() throws Exception {
        String text = routes.read(COUNTER).replace("Texts in", "Words in");
        Route before = routes.route("counter");

        routes.write(COUNTER, text.substring(0, 300));
        routes.reload().look();
        routes.write(COUNTER, text.substring(0, 900));
        routes.reload().look();
        assertThat(routes.route("counter")).isSameAs(before);

        routes.write(COUNTER, text).settle();
        assertThat(routes.route("counter").getDescription()).startsWith("Words in");
        assertThat(warnings()).isZero();
    }

    @Test
    void firstPartOfAFileThatIsARouteTooIsNotTaken() throws Exception {
        String text = routes.read(COUNTER);
        Route before = routes.route("counter");

        routes.write(COUNTER, text.substring(0, text.indexOf("        # A processor that returns null")))
                .settle();

        assertThat(routes.route("counter")).isSameAs(before);
        assertThat(routes.reload().rejected())
                .extracting(RouteProblem::what)
                .containsExactly(
                        "counter receives messages and sends none, so each would be completed without an output.");
    }

    @Test
    void fileThatHasBecomeShorterIsTakenOnlyWhenItStaysSo() throws Exception {
        Route before = routes.route("counter");

        routes.replace(COUNTER, "Texts in, counts out", "Short");
        for (int i = 0; i < FolderWatch.LOOKS_AT_A_PART - 1; i++) {
            routes.reload().look();
            assertThat(routes.route("counter")).isSameAs(before);
        }
        routes.reload().look();

        assertThat(routes.route("counter").getDescription()).isEqualTo("Short");
    }

    @Test
    void fileThatOthersNeedIsNotTakenAway() throws Exception {
        routes.write("helper.camel.yaml", SMALL.formatted("helper", "x").replace("azure-servicebus:x", "direct:help"))
                .write(
                        "calls.camel.yaml",
                        SMALL.formatted("calls", "calls-in").replace("- stop: {}", "- to: {uri: \"direct:help\"}"))
                .settle();
        assertThat(routes.reload().rejected()).isEmpty();

        Files.delete(routes.file("helper.camel.yaml"));
        routes.settle();

        assertThat(routes.reload().rejected())
                .extracting(RouteProblem::what)
                .contains("No route receives from direct:help.");
        assertThat(routes.route("helper")).isNotNull();
    }

    @Test
    void fileThatIsAwayForAMomentIsNotGone() throws Exception {
        Route before = routes.route("counter");
        String text = routes.read(COUNTER);

        Files.delete(routes.file(COUNTER));
        routes.reload().look();
        routes.write(COUNTER, text).settle();

        assertThat(routes.route("counter")).isSameAs(before);
    }

    @Test
    void temporaryFilesOfEditorsAreIgnored() throws Exception {
        routes.write(".counter.camel.yaml.swp", "x")
                .write("counter.camel.yaml~", "x")
                .write("#counter.camel.yaml#", "x")
                .write(".counter.camel.yaml", "x")
                .write("4913", "x")
                .settle();
        Files.createSymbolicLink(routes.file(".#counter.camel.yaml"), Path.of("nobody@nowhere.1"));
        Files.createSymbolicLink(routes.file("lock.camel.yaml"), Path.of("nowhere"));
        routes.settle();

        assertThat(routes.reload().rejected()).isEmpty();
        assertThat(warnings()).isZero();
    }

    @Test
    void schemaEditHoldsForTheNextMessage() throws Exception {
        assertThat(routes.send("counter-in", TEXT).getException()).isNull();

        routes.replace("schemas/counter.schema.json", "{ \"type\": \"string\" }", "{ \"type\": \"integer\" }")
                .settle();

        Exchange exchange = routes.send("counter-in", TEXT);
        assertThat(exchange.getProperty("BuswayDeadLetterReason"))
                .as("%s", exchange.getException())
                .isEqualTo("ValidationFailed");
    }

    @Test
    void brokenOrDeletedSchemaLeavesTheLastGoodOneInUse() throws Exception {
        String schema = "schemas/counter.schema.json";
        String before = routes.read(schema);

        routes.write(schema, "{ not json").settle().settle();
        assertThat(routes.send("counter-in", TEXT).getProperty("BuswayDeadLetterReason"))
                .isNull();
        assertThat(routes.reload().rejected()).singleElement().satisfies(problem -> assertThat(problem.file())
                .endsWith("counter.schema.json"));
        assertThat(warnings()).isOne();

        Files.delete(routes.file(schema));
        routes.settle();
        assertThat(routes.send("counter-in", TEXT).getProperty("BuswayDeadLetterReason"))
                .isNull();

        routes.write(schema, before).settle();
        assertThat(routes.reload().rejected()).isEmpty();
    }

    @Test
    void folderOfSchemasThatIsMadeLaterCounts() throws Exception {
        routes.close();
        Path schema = routes.file("schemas/counter.schema.json");
        String strict = Files.readString(schema).replace("{ \"type\": \"string\" }", "{ \"type\": \"integer\" }");
        try (EditedRoutes bare = EditedRoutes.withoutSchemas(folder.resolve("bare"))) {
            assertThat(bare.send("counter-in", TEXT).getException()).isNull();

            Files.createDirectory(bare.file("schemas"));
            bare.write("schemas/counter.schema.json", strict).settle();

            assertThat(bare.send("counter-in", TEXT).getProperty("BuswayDeadLetterReason"))
                    .isEqualTo("ValidationFailed");
        }
    }

    @Test
    void editOfSharedErrorHandlingHoldsForEveryRoute() throws Exception {
        routes.replace("error-handling.camel.yaml", "MalformedJson", "Garbage").settle();

        assertThat(routes.send("counter-in", "no").getProperty("BuswayDeadLetterReason"))
                .isEqualTo("Garbage");
        assertThat(routes.send("feedback-form-in", "no").getProperty("BuswayDeadLetterReason"))
                .isEqualTo("Garbage");
    }

    @Test
    void editThatWasWrongOnlyBecauseOfAnotherFileIsTakenOnceThatHasChanged() throws Exception {
        routes.write("extra.camel.yaml", SMALL.formatted("counter", "extra-in")).settle();
        assertThat(routes.reload().rejected()).hasSize(1);

        Files.delete(routes.file(COUNTER));
        routes.settle();

        assertThat(routes.reload().rejected()).isEmpty();
        assertThat(routes.send("extra-in", "x").getMessage().getBody()).isEqualTo("done");
    }

    @Test
    void messageInFlightIsFinishedByTheRouteThatReceivedIt() throws Exception {
        String held = SMALL.formatted("held", "held-in")
                .replace(
                        "        - setBody:",
                        "        - bean:\n            ref: gate\n            method: hold\n        - setBody:");
        routes.write("held.camel.yaml", held).settle();
        CompletableFuture<Exchange> sent = CompletableFuture.supplyAsync(() -> routes.send("held-in", "x"));
        routes.gate().awaitArrival();

        routes.write("held.camel.yaml", held.replace("expression: done", "expression: new"));
        CompletableFuture<Void> reloaded = CompletableFuture.runAsync(() -> {
            try {
                routes.settle();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
        routes.gate().open();
        reloaded.join();

        assertThat(sent.join().getMessage().getBody()).isEqualTo("done");
        assertThat(routes.send("held-in", "y").getMessage().getBody()).isEqualTo("new");
    }

    private long warnings() {
        return told.list.stream()
                .filter(event -> event.getLevel().isGreaterOrEqual(Level.WARN))
                .count();
    }

    private static Logger log() {
        return (Logger) LoggerFactory.getLogger(RouteReload.class);
    }
}
