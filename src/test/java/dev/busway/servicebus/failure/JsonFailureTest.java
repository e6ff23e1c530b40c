package dev.busway.servicebus.failure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class JsonFailureTest {

    private final ObjectMapper json = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    static Arguments[] texts() {
        return new Arguments[] {
            Arguments.of("", "the body is empty"),
            Arguments.of("  \n", "the body is empty"),
            Arguments.of("{\"a\":1}\n {\"a\":2}", "something follows the end of the JSON at line 2"),
            Arguments.of("{\"a\":".repeat(1001), "nested deeper than 1,000 levels"),
            Arguments.of("{\"a\":" + "1".repeat(1001) + "}", "a number longer than 1,000 digits"),
            Arguments.of("\uFEFF{}", "byte order mark"),
            Arguments.of("{\u0000\"\u0000", "as text in UTF-16 does"),
            Arguments.of("{\"a\":", "not valid JSON: it ends too early at line 1"),
            Arguments.of("{\"a\" 5150}", "not valid JSON at line 1, column 6"),
        };
    }

    @ParameterizedTest
    @MethodSource("texts")
    void theDescriptionSaysWhatIsWrongAndQuotesNothing(String text, String expected) {
        Throwable failure = catchThrowable(() -> json.readValue(text, Map.class));

        assertThat(FinalFailures.reason(failure)).contains("MalformedJson");
        assertThat(Failure.of(failure).description()).contains(expected).doesNotContain("5150");
    }

    @Test
    void jsonThatDoesNotFitIsNotMalformed() {
        Throwable failure = catchThrowable(() -> json.readValue("[1]", Map.class));

        assertThat(JsonFailure.describe(failure)).isEqualTo(Optional.empty());
        assertThat(FinalFailures.reason(failure)).contains("UnexpectedJson");
    }

    @Test
    void bytesThatAreNoTextAreRefusedByTheirPlace() {
        byte[] longText = ("ä".repeat(20_000) + "?").getBytes(StandardCharsets.UTF_8);
        longText[40_000] = (byte) 0xFF;

        assertThatThrownBy(() -> NotUtf8.decode(longText)).hasMessage("not UTF-8 at byte 40000");
        assertThatThrownBy(() -> NotUtf8.decode(new byte[] {'a', (byte) 0xC3})).hasMessage("not UTF-8 at byte 1");
        assertThatThrownBy(() -> NotUtf8.decode(new byte[] {0x1F, (byte) 0x8B, 8}))
                .hasMessageStartingWith("not UTF-8 at byte 1; it begins as gzip does");
        assertThatThrownBy(() -> NotUtf8.decode("{}".getBytes(StandardCharsets.UTF_16)))
                .hasMessageContaining("it begins as UTF-16 does");
        assertThat(FinalFailures.reason(catchThrowable(() -> NotUtf8.decode(longText))))
                .contains("MalformedJson");
        assertThat(NotUtf8.decode("a \uFFFD that was sent".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo("a \uFFFD that was sent");
    }
}
