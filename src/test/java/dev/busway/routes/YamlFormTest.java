package dev.busway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersionDetector;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/**
 * Route files have the form that editors such as Kaoto and Karavan read: that of the JSON Schema of Camel's YAML DSL.
 *
 * <p>In three fields that schema wants a number or a boolean where Camel takes a placeholder too; there a placeholder
 * stands for its default here.
 */
final class YamlFormTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Pattern PLACEHOLDER = Pattern.compile(
            "((?:maximumRedeliveries|backOffMultiplier|asyncDelayedRedelivery): )\"\\{\\{[^\"]*:([^:{}\"]+)}+\"");

    private static JsonSchema schema;

    @TempDir
    private Path project;

    @BeforeAll
    static void readSchema() throws IOException {
        try (InputStream in = YamlFormTest.class.getResourceAsStream("/schema/camelYamlDsl.json")) {
            JsonNode document = JSON.readTree(in);
            schema = JsonSchemaFactory.getInstance(SpecVersionDetector.detect(document))
                    .getSchema(document);
        }
    }

    static Stream<Path> shipped() throws IOException {
        try (Stream<Path> ours = Files.list(Path.of("routes"));
                Stream<Path> example = Files.list(Path.of("examples/own-app/src/main/resources/routes"))) {
            return Stream.concat(ours, example)
                    .filter(file -> file.toString().endsWith(RoutesFolder.SUFFIX))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("shipped")
    void shippedRouteHasTheForm(Path file) throws IOException {
        assertThat(against(Files.readString(file))).isEmpty();
    }

    @Test
    void writtenRoutesHaveTheForm() throws Exception {
        NewApp.of("with-java", "com.example", false).writeTo(project);
        NewApp.of("without-java", "com.example", true).writeTo(project);

        assertThat(against(Files.readString(project.resolve("routes/with-java.camel.yaml"))))
                .isEmpty();
        assertThat(against(Files.readString(project.resolve("routes/without-java.camel.yaml"))))
                .isEmpty();
    }

    @Test
    void shorthandThatOnlyCamelItselfReadsIsFound() {
        assertThat(against("- route: {from: {uri: timer:x, steps: [{delay: {constant: 300}}]}}"))
                .isNotEmpty();
    }

    private static Set<ValidationMessage> against(String yaml) {
        String filled = PLACEHOLDER.matcher(yaml).replaceAll("$1$2");
        Object loaded = new Load(LoadSettings.builder().build()).loadFromString(filled);
        return schema.validate(JSON.valueToTree(loaded));
    }
}
