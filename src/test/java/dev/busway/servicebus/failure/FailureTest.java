package dev.busway.servicebus.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.example.orders.FailingOrders;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import dev.busway.apps.UnrecoverableMessageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Set;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.component.jsonvalidator.JsonValidationException;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.api.Test;

final class FailureTest {

    record Form(int rating, Address address) {
        record Address(int zip) {}
    }

    private final ObjectMapper json = new ObjectMapper();

    @Test
    void brokenJsonIsDescribedByItsPlace() {
        Throwable thrown = catchThrowable(() -> json.readTree("{\n  \"rating\": secret"));

        assertThat(Failure.of(thrown).description()).isEqualTo("not valid JSON at line 2, column 13");
    }

    @Test
    void aWrongTypeIsDescribedByItsPathAndNeverByItsValue() {
        Throwable thrown = catchThrowable(() -> json.readValue("{\"address\":{\"zip\":\"secret\"}}", Form.class));

        assertThat(Failure.of(thrown).description())
                .startsWith("$.address.zip: expected int")
                .doesNotContain("secret");
    }

    @Test
    void theTextOfAnUnknownExceptionIsLeftOutBecauseItMayQuoteTheMessage() {
        Throwable thrown = catchThrowable(() -> Integer.parseInt("secret"));

        Failure failure = Failure.of(new RuntimeCamelException(thrown));

        assertThat(failure.kind()).isEqualTo("NumberFormatException");
        assertThat(failure.description())
                .startsWith("java.lang.NumberFormatException at ")
                .doesNotContain("secret");
    }

    @Test
    void textsThatQuoteDataAreLeftOutAndCodesAreKept() {
        assertThat(Failure.of(new IOException("cannot write secret")).description())
                .startsWith("java.io.IOException at ")
                .doesNotContain("secret");
        assertThat(Failure.of(new SQLException("Duplicate entry 'secret'", "23000", 1062))
                        .description())
                .startsWith("java.sql.SQLException (SQLState 23000, code 1062) at ")
                .doesNotContain("secret");
        assertThat(Failure.of(new SQLException("Duplicate entry 'secret'", "secret", 7))
                        .description())
                .startsWith("java.sql.SQLException (code 7) at ")
                .doesNotContain("secret");
        assertThat(Failure.of(new UnrecoverableMessageException("no such currency"))
                        .description())
                .startsWith("dev.busway.apps.UnrecoverableMessageException: no such currency");
    }

    @Test
    void theFrameIsTheAppsOwnAndNeverTheHosts() {
        Throwable thrown = catchThrowable(() -> new FailingOrders().handle("secret"));

        assertThat(Failure.of(thrown).description())
                .isEqualTo("java.lang.IllegalStateException at com.example.orders.FailingOrders.check:14");
    }

    @Test
    void fieldsOfABodyThatNoClassHasAreNotNamed() throws Exception {
        ObjectMapper strict = new ObjectMapper();

        assertThat(Failure.of(catchThrowable(
                                () -> strict.readValue("{\"bob@example.com\":1,\"rating\":2}", Form.class)))
                        .description())
                .startsWith("$.*: does not fit")
                .doesNotContain("bob");
        assertThat(Failure.of(catchThrowable(() -> strict.readValue(
                                "{\"bob@example.com\":\"x\"}",
                                strict.getTypeFactory().constructMapType(Map.class, String.class, Integer.class))))
                        .description())
                .startsWith("$.*: expected integer")
                .doesNotContain("bob");
    }

    @Test
    void aSchemaErrorNamesWhatTheSchemaNamesAndNothingElseOfTheBody() {
        assertThat(broken("{\"bob@example.com\":1}"))
                .contains("$: has a property that the schema does not allow")
                .contains("$: required property 'text' not found")
                .doesNotContain("bob");
        assertThat(broken("{\"text\":1}"))
                .isEqualTo("$.text: integer found, string expected (JsonValidationException)");
        assertThat(broken("{\"text\":\"a\",\"lines\":[{\"no\":1},{\"no\":\"bob@example.com\"}]}"))
                .startsWith("$.lines[1].no: string found, integer expected");
        assertThat(broken("{\"text\":\"a\",\"scores\":{\"bob@example.com\":\"x\"}}"))
                .startsWith("$.scores.*: string found, integer expected")
                .doesNotContain("bob");
        assertThat(broken("{\"text\":\"a\",\"names\":{\"bob@example.com\":1}}"))
                .startsWith("$.names: has a property whose name the schema does not allow")
                .doesNotContain("bob");
        assertThat(broken("{\"text\":\"a\",\"either\":\"bob@example.com\"}"))
                .contains("$.either: ")
                .doesNotContain("bob");
    }

    private static String broken(String body) {
        String schema = """
            {"type": "object", "required": ["text"], "additionalProperties": false,
             "properties": {
               "text": {"type": "string"},
               "lines": {"type": "array", "items": {"$ref": "#/$defs/line"}},
               "scores": {"type": "object", "additionalProperties": {"type": "integer"}},
               "names": {"type": "object", "propertyNames": {"maxLength": 3}},
               "either": {"oneOf": [{"type": "integer"}, {"enum": ["a"]}, {"not": {"type": "string"}}]}},
             "$defs": {"line": {"type": "object", "properties": {"no": {"type": "integer"}}}}}
            """;
        Set<ValidationMessage> errors = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                .getSchema(schema)
                .validate(body, InputFormat.JSON);
        assertThat(errors).isNotEmpty();
        return Failure.of(new JsonValidationException(new DefaultExchange(new DefaultCamelContext()), null, errors))
                .description();
    }

    @Test
    void aDescriptionFitsIntoWhatTheBrokerTakes() {
        String text = Failure.fit("\u20AC".repeat(3000));

        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(4094, 4096);
        assertThat(text).containsOnlyOnce(text);
    }
}
