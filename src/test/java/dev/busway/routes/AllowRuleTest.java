package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class AllowRuleTest {

    private static final String ALLOWED = "component:azure-servicebus, component:direct, component:json-validator,"
            + " language:simple, language:constant, bean:dev.busway.apps.*";
    private static final String ROUTE = """
        - route:
            id: app
            from:
              uri: azure-servicebus:app-in
              steps:
                - %s
                - to: {uri: "azure-servicebus:app-out"}
        """;

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "to: {uri: \"exec:rm\"}                                     | The component \"exec\"",
                "to: \"file:out\"                                          | The component \"file\"",
                "toD: {uri: \"${header.where}\"}                            | An address whose component is not"
                        + " written out",
                "wireTap: {uri: \"http:example.com\"}                       | The component \"http\"",
                "recipientList: {constant: {expression: \"direct:a,ftp:b\"}} | The component \"ftp\"",
                "enrich: {constant: {expression: \"exec:rm\"}}              | The component \"exec\"",
                "script: {groovy: \"System.exit(1)\"}                       | The language \"groovy\"",
                "setBody: {expression: {groovy: {expression: \"1\"}}}       | The language \"groovy\"",
                "setBody: {language: {language: joor, expression: \"1\"}}   | The language \"joor\"",
                "setBody: {simple: {expression: \"resource:http:a/b\"}}     | The component \"http\"",
                "setBody: {simple: {expression: \"${bean:type:java.lang.Runtime?method=exit}\"}} | The class"
                        + " java.lang.Runtime",
                "bean: {beanType: java.lang.Runtime, method: exit}        | The class java.lang.Runtime",
                "setBody: {method: {beanType: java.lang.Runtime, method: exit}} | The class java.lang.Runtime",
                "to: {uri: \"azure-servicebus:x\", parameters: {clientOptions: \"#class:java.lang.Thread\"}} | The"
                        + " class java.lang.Thread",
            })
    void whatNoEntryNamesIsRefusedOnItsLine(String step, String what) throws IOException {
        write("app", ROUTE.formatted(step));

        assertThat(check(ALLOWED)).anySatisfy(problem -> {
            assertThat(problem.what()).startsWith(what).endsWith("may not be used in route files here.");
            assertThat(problem.line()).isEqualTo(6);
            assertThat(problem.remedy()).contains("to busway.routes.allow");
        });
    }

    @Test
    void beansThatAreNotAllowedAreNotConstructed() throws IOException {
        Constructed.count = 0;
        write("beans", "- beans:\n    - {name: x, type: " + Constructed.class.getName() + "}\n");
        write("app", ROUTE.formatted("bean: {ref: x, method: toString}"));

        assertThat(check(ALLOWED))
                .extracting(RouteProblem::what)
                .anyMatch(what -> what.contains(Constructed.class.getName()));
        assertThat(Constructed.count).isZero();
    }

    @Test
    void whatIsNamedAndEverythingWithoutTheSettingMayBeUsed() throws IOException {
        write("app", ROUTE.formatted("setBody: {simple: {expression: \"${body} at ${header.a}\"}}"));

        assertThat(check(ALLOWED)).isEmpty();
        assertThat(check("")).isEmpty();
    }

    @Test
    void settingThatSaysNothingKnownIsRefused() {
        assertThatThrownBy(() -> Allowed.parse("exec"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Write component:<scheme>");
    }

    private List<RouteProblem> check(String allowed) throws IOException {
        return new RouteCheck(context -> {
                    Properties properties = new Properties();
                    properties.setProperty(Allowed.SETTING, allowed);
                    context.getPropertiesComponent().setInitialProperties(properties);
                })
                .check(RoutesFolder.of(folder).files());
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(folder.resolve(name + ".camel.yaml"), text);
    }

    /** Counts how often it was made. */
    public static final class Constructed {

        private static int count;

        public Constructed() {
            count++;
        }
    }
}
