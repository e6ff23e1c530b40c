package dev.busway.routetest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code busway test} makes of test files, on the embedded Service Bus. */
final class RouteTestsTest {

    @TempDir
    private Path folder;

    @Test
    void theTestsOfTheShippedRoutesPass() {
        List<TestResult> results =
                RouteTests.read(List.of(Path.of("routes/tests"))).run(Settings.shipped(), result -> {});

        assertThat(results).hasSizeGreaterThan(9).allSatisfy(result -> assertThat(result.differences())
                .as(result.name())
                .isEmpty());
    }

    @Test
    void whatDiffersIsToldWithItsPlace() throws IOException {
        TestResult result = runOne("counter", """
            app: counter
            tests:
              - name: wrong in many ways
                given: {body: {id: "1", text: "to be"}, properties: {tenant: acme}}
                expect:
                  output:
                    body: {words: 3, lines: 1, pages: 7}
                    at: {/uniqueWords: 2}
                    absent: /id
                    subject: text
                    properties: {tenant: other}
                  retries: 1
            """);

        assertThat(result.place()).endsWith("counter.test.yaml:3");
        assertThat(result.differences())
                .containsExactlyInAnyOrder(
                        "counter-out body/words: expected 3, was 2",
                        "counter-out body/pages: expected 7, was absent",
                        "counter-out /id: expected absent, was \"1\"",
                        "counter-out subject: expected text, was not set",
                        "counter-out property tenant: expected other, was acme",
                        "retries: expected 1, was 0");
    }

    @Test
    void anOutputThatNobodyExpectedIsADifference() throws IOException {
        TestResult result = runOne("counter", """
            tests:
              - name: nothing comes
                given: {body: {id: "1", text: "a"}}
                expect: {noOutput: true}
            """);

        assertThat(result.differences())
                .singleElement()
                .asString()
                .startsWith("counter-out: expected 0 outputs, was 1");
    }

    @Test
    void aDelayedRedeliveryOfAnHourTakesNoTime() throws IOException {
        route("late", "delayedRedeliveries: 2\n        delayedRedeliveryDelay: 1800000");

        TestResult result = run("late", """
            tests:
              - name: comes again after half an hour and after an hour
                given: {body: {id: "1", text: "a"}, deliveryCount: 0}
                beans:
                  CounterProcessor: {fails: always, exception: java.io.IOException}
                expect:
                  deadLettered: RedeliveriesUsedUp
                  delays: [30m, 1h]
            """);

        assertThat(result.differences()).isEmpty();
        assertThat(result.took()).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void aMessageCanHaveBeenDeliveredBeforeAndHaveASession() throws IOException {
        route("grouped", "sessionEnabled: true");

        TestResult result = run("grouped", """
            tests:
              - name: keeps its session
                given: {body: {id: "1", text: "a b"}, sessionId: s-1}
                expect:
                  output: {body: {words: 2}, sessionId: s-1}
                  redeliveries: 0
            """);

        assertThat(result.differences()).isEmpty();
        assertThat(runOne("counter", """
            tests:
              - name: the ninth delivery is one of ten
                given: {body: {id: "1", text: "a"}, deliveryCount: 9}
                beans: {CounterProcessor: {fails: always}}
                expect: {deadLettered: MaxDeliveryCountExceeded, redeliveries: 0}
            """).differences()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
        given: {body: {}, subjct: x} \\n expect: {noOutput: true} | given has no field "subjct"
        given: {body: {}, text: x} \\n expect: {noOutput: true} | needs exactly one of body (JSON), text and file
        given: {file: nowhere.json} \\n expect: {noOutput: true} | which cannot be read
        given: {body: {}} \\n expect: {} | must say what comes of the message
        given: {body: {}} \\n expect: {noOutput: true, output: {}} | leave one of them out
        given: {body: {}} \\n expect: {noOutput: true} \\n faults: lock-lots | there are output-disabled
        given: {body: {}} \\n expect: {noOutput: true} \\n within: soon | must be a time such as
        given: {body: {}} \\n expect: {output: {at: {words: 1}}} | is not a JSON pointer
        given: {body: {}} \\n expect: {noOutput: true} \\n beans: {x: {fails: 0}} | must be at least 1
        given: {body: {}} \\n expect: {noOutput: true} \\n beans: {x: {}} | needs one of returns
        given: {body: {}} \\n expect: {noOutput: true} \\n beans: {x: {returns: 1}} | there is no bean step "x"
        given: {body: {}} \\n expect: {noOutput: true} \\n app: nobody | there is no app "nobody"
        given: {body: {}} \\n given: {body: {}} \\n expect: {noOutput: true} | stands here twice
        given: {body: {} | this is not valid YAML
        expect: {noOutput: true} | needs the field "given"
        """)
    void whatCannotBeUnderstoodIsRefusedWithItsLine(String test, String problem) throws IOException {
        String text = "tests:\n  - name: x\n    " + test.strip().replace(" \\n ", "\n    ") + "\n";

        assertThatThrownBy(() -> runOne("counter", text))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageMatching("(?s).*counter\\.test\\.yaml:\\d+: .*")
                .hasMessageContaining(problem.strip());
    }

    @Test
    void theSchemaTakesTheShippedTestsAndRefusesUnknownFields() throws IOException {
        var schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(TestFileSchema.text());
        try (Stream<Path> files = Files.list(Path.of("routes/tests"))) {
            for (Path file : files.toList()) {
                JsonNode json = YamlNode.parse(file.toString(), Files.readString(file))
                        .orElseThrow()
                        .json();
                assertThat(schema.validate(json)).as(file.toString()).isEmpty();
            }
        }
        JsonNode wrong = new ObjectMapper().readTree("""
            {"tests": [{"name": "x", "given": {"body": 1}, "expect": {"noOutput": true, "retrys": 1}}]}\
            """);
        assertThat(schema.validate(wrong)).isNotEmpty();
    }

    @Test
    void resultsAreWrittenAsJunitXml() throws IOException {
        Path file = folder.resolve("reports/tests.xml");

        JunitReport.write(
                List.of(
                        new TestResult("a.test.yaml:3", "counter", "good", List.of(), Duration.ofMillis(12)),
                        new TestResult("a.test.yaml:9", "counter", "bad", List.of("x: <1>"), Duration.ofMillis(5))),
                file);

        assertThat(Files.readString(file))
                .contains("tests=\"2\"", "failures=\"1\"", "time=\"0.012\"", "<failure message=\"x: &lt;1&gt;\">");
    }

    private TestResult runOne(String app, String test) throws IOException {
        Path file = folder.resolve(app + ".test.yaml");
        Files.writeString(file, test);
        return RouteTests.read(List.of(file))
                .run(Settings.shipped(), result -> {})
                .get(0);
    }

    private TestResult run(String app, String test) throws IOException {
        Path file = folder.resolve(app + ".test.yaml");
        Files.writeString(file, test);
        return RouteTests.read(List.of(file))
                .run(
                        Settings.shipped()
                                .with(Settings.ROUTES, folder.resolve("routes").toString()),
                        result -> {})
                .get(0);
    }

    private void route(String app, String options) throws IOException {
        Path routes = Files.createDirectories(folder.resolve("routes"));
        Files.writeString(routes.resolve(app + ".camel.yaml"), """
            - route:
                id: %1$s
                from:
                  uri: azure-servicebus:%1$s-in
                  parameters:
                    %2$s
                  steps:
                    - convertBodyTo: {type: String}
                    - unmarshal:
                        json: {library: Jackson, unmarshalType: dev.busway.apps.counter.CounterText}
                    - bean: {beanType: dev.busway.apps.counter.CounterProcessor, method: handle}
                    - marshal: {json: {library: Jackson}}
                    - to: {uri: azure-servicebus:%1$s-out}
            """.formatted(app, options));
    }
}
