package dev.busway.apps.counter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CounterProcessorTest {

    private final CounterProcessor processor =
            new CounterProcessor(Clock.fixed(Instant.parse("2026-01-02T03:04:05.678Z"), ZoneOffset.UTC));

    @Test
    void textIsCountedInCodePointsWordsAndLines() {
        assertThat(count("One fish, two FISH.\nRed \uD83D\uDC1F"))
                .isEqualTo(new CounterResult("c-1", 25, 5, 4, 2, "2026-01-02T03:04:05.678Z"));
    }

    @Test
    void emptyTextHasNothingAtAll() {
        assertThat(count("")).isEqualTo(new CounterResult("c-1", 0, 0, 0, 0, "2026-01-02T03:04:05.678Z"));
    }

    @ParameterizedTest
    @CsvSource({
        "a, 1",
        "a\\r\\nb, 2",
        "a\\rb, 2",
        "a\\nb\\n, 3",
        "\\n, 2",
        "\\n\\r, 3",
        "a\\u2028b\\u2029c\\u0085d\\fe, 5"
    })
    void everyLineBreakOfUnicodeCountsOnce(String escaped, int lines) {
        assertThat(count(unescape(escaped)).lines()).isEqualTo(lines);
    }

    @Test
    void uniqueWordsDoNotDependOnTheLocaleOfTheMachine() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(count("TITLE title Title").uniqueWords()).isEqualTo(1);
        } finally {
            Locale.setDefault(before);
        }
    }

    private CounterResult count(String text) {
        return processor.handle(new CounterText("c-1", text));
    }

    private static String unescape(String text) {
        return text.replace("\\r", "\r")
                .replace("\\n", "\n")
                .replace("\\f", "\f")
                .replace("\\u2028", "\u2028")
                .replace("\\u2029", "\u2029")
                .replace("\\u0085", "\u0085");
    }
}
