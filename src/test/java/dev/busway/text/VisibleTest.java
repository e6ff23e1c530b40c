package dev.busway.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class VisibleTest {

    @ParameterizedTest
    @CsvSource({
        "title, a\u001b]0;owned\u0007b, a\\u001b]0;owned\\u0007b",
        "clear screen by one byte, \u009b2J, \\u009b2J",
        "right to left, abc\u202egnp.exe, abc\\u202egnp.exe",
        "isolate, \u2066x\u2069, \\u2066x\\u2069",
        "zero width, a\u200bb, a\\u200bb",
        "tag beyond the first plane, a\udb40\udc41, a\\udb40\\udc41",
        "line separator, a\u2028b, a\\u2028b",
        "half a character, a\ud83d, a\\ud83d",
        "letters of others stay, Grüße 你好 \ud83d\ude00, Grüße 你好 \ud83d\ude00"
    })
    void whatNobodySeesIsWrittenOut(String kind, String text, String shown) {
        assertThat(Visible.line(text)).as(kind).isEqualTo(shown);
        assertThat(Visible.block(text)).as(kind).isEqualTo(shown);
    }

    @Test
    void aLineHasNoBreakAndABlockKeepsThem() {
        assertThat(Visible.line("a\nWARN forged\r\n\tb")).isEqualTo("a\\nWARN forged\\r\\n\\tb");
        assertThat(Visible.block("a\r\n\tb\rc\n")).isEqualTo("a\n\tb\\rc\n");
        assertThat(Visible.line(null)).isEmpty();
    }

    @Test
    void whatIsCutIsTold() {
        assertThat(Visible.line("abcdef", 3)).isEqualTo("abc... (6 characters)");
        assertThat(Visible.line("ab\ud83d\ude00", 3)).isEqualTo("ab... (4 characters)");
        assertThat(Visible.line("abc", 3)).isEqualTo("abc");
    }

    @Test
    void whateverIsWrittenInWhateverPiecesNothingUnseenComesOut() {
        for (long seed = 0; seed < 500; seed++) {
            Random random = new Random(seed);
            StringWriter out = new StringWriter();
            PrintWriter writer = new PrintWriter(new VisibleWriter(out));
            StringBuilder whole = new StringBuilder();
            for (int i = 0; i < 200; i++) {
                String piece = random.nextBoolean()
                        ? String.valueOf((char) random.nextInt(0x10000))
                        : new String(Character.toChars(random.nextInt(0x110000)));
                whole.append(piece);
                writer.print(piece);
            }
            writer.close();
            assertThat(out.toString().codePoints())
                    .as("seed %d", seed)
                    .allMatch(each -> Visible.isVisible(each) || each == '\n' || each == '\t');
            assertThat(Visible.line(whole).codePoints()).as("seed %d", seed).allMatch(Visible::isVisible);
        }
    }
}
