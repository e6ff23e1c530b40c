package dev.busway.servicebus.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.apache.camel.RuntimeCamelException;
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
        assertThat(failure.description()).doesNotContain("secret").contains("FailureTest");
    }

    @Test
    void theTextOfAnInputOutputErrorSaysWhatTheWorldIsLike() {
        assertThat(Failure.of(new IOException("connection refused: db:5432")).description())
                .contains("connection refused: db:5432");
    }

    @Test
    void aDescriptionFitsIntoWhatTheBrokerTakes() {
        String text = Failure.fit("\u20AC".repeat(3000));

        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isBetween(4094, 4096);
        assertThat(text).containsOnlyOnce(text);
    }
}
