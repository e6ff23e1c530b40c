package dev.busway.shipped;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import org.apache.camel.Exchange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ShippedRoutesTest {

    private static final String REASON = "BuswayDeadLetterReason";
    private final ObjectMapper json = new ObjectMapper();
    private ShippedRoutes routes;

    @BeforeEach
    void start() throws Exception {
        routes = new ShippedRoutes().collect("feedback-form-out").collect("counter-out");
    }

    @AfterEach
    void stop() throws Exception {
        routes.close();
    }

    @Test
    void feedbackFormBecomesItsResult() throws Exception {
        Exchange exchange = routes.send("feedback-form-in", BinaryData.fromString("""
                {"id":"f-1","rating":1,"comment":"Cold. Mail ann@example.com","email":"ann@example.com",
                 "submittedAt":"2026-11-22T10:00:00+01:00","language":"en","more":[1,2]}"""));

        assertThat(exchange.getException()).isNull();
        JsonNode result = json.readTree(routes.sent().get(0));
        assertThat(result.fieldNames())
                .toIterable()
                .containsExactly("id", "rating", "sentiment", "needsFollowUp", "summary", "wordCount", "processedAt");
        assertThat(result.get("sentiment").asText()).isEqualTo("negative");
        assertThat(result.get("needsFollowUp").asBoolean()).isTrue();
        assertThat(result.get("summary").asText()).isEqualTo("Cold.");
        assertThat(result.get("processedAt").asText()).matches("\\d{4}-\\d\\d-\\d\\dT.*Z");
        assertThat(exchange.getMessage().getHeader("CamelAzureServiceBusContentType"))
                .isEqualTo("application/json");
    }

    @Test
    void textBecomesItsCounts() throws Exception {
        routes.send(
                "counter-in", "{\"id\":\"c\",\"text\":\"\u00FC \uD83D\uDE00\\n\"}".getBytes(StandardCharsets.UTF_8));

        JsonNode result = json.readTree(routes.sent().get(0));
        assertThat(result.get("characters").asInt()).isEqualTo(4);
        assertThat(result.get("words").asInt()).isEqualTo(1);
        assertThat(result.get("uniqueWords").asInt()).isEqualTo(1);
        assertThat(result.get("lines").asInt()).isEqualTo(2);
    }

    @Test
    void optionalFieldsMayBeMissingOrNull() {
        Exchange bare = routes.send("feedback-form-in", "{\"id\":\"f\",\"rating\":3}");
        Exchange nulls = routes.send(
                "feedback-form-in",
                "{\"id\":\"f\",\"rating\":3,\"comment\":null,\"email\":null,\"submittedAt\":null,\"language\":null}");

        assertThat(bare.getException()).isNull();
        assertThat(nulls.getException()).isNull();
        assertThat(routes.sent()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "feedback-form-in | {`id`:`f`}                                        | rating",
                "feedback-form-in | {`rating`:3}                                      | id",
                "feedback-form-in | {`id`:``,`rating`:3}                              | $.id",
                "feedback-form-in | {`id`:7,`rating`:3}                               | $.id",
                "feedback-form-in | {`id`:`f`,`rating`:0}                             | $.rating",
                "feedback-form-in | {`id`:`f`,`rating`:6}                             | $.rating",
                "feedback-form-in | {`id`:`f`,`rating`:2.5}                           | $.rating",
                "feedback-form-in | {`id`:`f`,`rating`:`secret`}                      | $.rating",
                "feedback-form-in | {`id`:`f`,`rating`:3,`email`:`secret`}            | $.email",
                "feedback-form-in | {`id`:`f`,`rating`:3,`email`:`secret@`}           | $.email",
                "feedback-form-in | {`id`:`f`,`rating`:3,`submittedAt`:`secret`}      | $.submittedAt",
                "feedback-form-in | {`id`:`f`,`rating`:3,`submittedAt`:`2026-02-30T00:00:00Z`} | $.submittedAt",
                "feedback-form-in | {`id`:`f`,`rating`:3,`comment`:{`secret`:1}}      | $.comment",
                "feedback-form-in | [1]                                               | $",
                "counter-in       | {`id`:`c`}                                        | text",
                "counter-in       | {`id`:`c`,`text`:null}                            | $.text",
            })
    void whatTheSchemaRefusesIsDeadLetteredWithoutItsValues(String queue, String body, String field) {
        Exchange exchange = routes.send(queue, body.replace('`', '"'));

        assertThat(exchange.getProperty(REASON)).isEqualTo("ValidationFailed");
        assertThat(exchange.getException()).hasMessageContaining(field);
        assertThat(exchange.getException().getMessage()).doesNotContain("secret");
        assertThat(routes.sent()).isEmpty();
    }

    @Test
    void lengthsAreCountedInCodePoints() {
        String emoji = "\uD83D\uDE00";

        Exchange longest = routes.send(
                "feedback-form-in",
                "{\"id\":\"" + emoji.repeat(128) + "\",\"rating\":3,\"comment\":\"" + emoji.repeat(4000) + "\"}");
        Exchange longId = routes.send("feedback-form-in", "{\"id\":\"" + "i".repeat(129) + "\",\"rating\":3}");
        Exchange longComment =
                routes.send("feedback-form-in", "{\"id\":\"f\",\"rating\":3,\"comment\":\"" + "c".repeat(4001) + "\"}");

        assertThat(longest.getException()).isNull();
        assertThat(longId.getException()).hasMessageContaining("$.id");
        assertThat(longComment.getException()).hasMessageContaining("$.comment");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\": \"c\",",
                "{\"id\": \"c",
                "{\"id",
                "{\"id\": \"c\", \"text\": \"\\u00",
                "{\"id\": tru",
                "{\"id\": 1.",
                "[1, 2",
                "not json",
                "{\"id\":\"c\",\"text\":\"\"} and more",
                "{\"id\":\"c\" \"text\":\"\"}"
            })
    void malformedJsonIsNamedSo(String body) {
        Exchange exchange = routes.send("counter-in", body);

        assertThat(exchange.getProperty(REASON)).isEqualTo("MalformedJson");
        assertThat(routes.sent()).isEmpty();
    }

    @Test
    void emptyBodyIsDeadLettered() {
        Exchange empty = routes.send("counter-in", "");
        Exchange nothing = routes.send("counter-in", null);

        assertThat(empty.getProperty(REASON)).isNotNull();
        assertThat(nothing.getProperty(REASON)).isNotNull();
    }
}
