package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What stands at the top of a file holds for the routes of that file, wherever it sorts among the others. */
@Timeout(60)
final class ScopeTest {

    private static final String ROUTE = """
        - route:
            id: %1$s
            from:
              uri: azure-servicebus:%1$s-in
              steps:
                - %2$s
                - to: {uri: "azure-servicebus:%1$s-out"}
        """;
    private static final String PASS = "log: {message: \"x\"}";
    private static final String FAIL = "throwException: {exceptionType: java.io.IOException, message: \"no\"}";
    private static final Map<String, String> AT_THE_TOP = Map.of(
            "onException", """
            - onException:
                exception: [java.io.IOException]
                handled: {constant: {expression: "true"}}
                steps:
                  - setBody: {constant: {expression: changed}}
            """,
            "intercept", """
            - intercept:
                steps:
                  - setBody: {constant: {expression: changed}}
            """,
            "interceptFrom", """
            - interceptFrom:
                steps:
                  - setBody: {constant: {expression: changed}}
            """,
            "onCompletion", """
            - onCompletion:
                mode: BeforeConsumer
                steps:
                  - setBody: {constant: {expression: changed}}
            """);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({
        "onException, 1, 2",
        "onException, 2, 1",
        "intercept, 1, 2",
        "intercept, 2, 1",
        "interceptFrom, 1, 2",
        "interceptFrom, 2, 1",
        "onCompletion, 1, 2",
        "onCompletion, 2, 1",
    })
    void holdsForTheRoutesOfItsFileAlone(String construct, String own, String other) throws Exception {
        String step = construct.equals("onException") ? FAIL : PASS;
        write(own, AT_THE_TOP.get(construct) + ROUTE.formatted("own", step));
        write(other, ROUTE.formatted("other", step));

        Map<String, String> outcomes = EditedRoutes.afterARestart(folder, List.of("own-in", "other-in"));

        assertThat(outcomes.get("own-in")).isEqualTo("changed null");
        assertThat(outcomes.get("other-in")).startsWith("in ");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".camel.yaml"), text);
    }
}
