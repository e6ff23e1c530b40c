package dev.busway.apps;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WordsTest {

    @Test
    void wordsLieBetweenTheBoundariesOfUnicode() {
        assertThat(Words.of("The quick (\u201Cbrown\u201D) fox can\u2019t jump 32.3 feet, right?"))
                .containsExactly("The", "quick", "brown", "fox", "can\u2019t", "jump", "32.3", "feet", "right");
    }

    @Test
    void whatHoldsNoLetterOrDigitIsNoWord() {
        assertThat(Words.of(" -- ... !? \uD83D\uDE00 _ \u0301 ")).isEmpty();
        assertThat(Words.of("")).isEmpty();
    }

    @Test
    void hyphensDivideAndConnectorsJoin() {
        assertThat(Words.of("e-mail foo_bar 1,000.5 a.b 3a"))
                .containsExactly("e", "mail", "foo_bar", "1,000.5", "a.b", "3a");
    }

    @Test
    void accentsBelongToTheirLetter() {
        assertThat(Words.of("cafe\u0301s na\u00EFve")).containsExactly("cafe\u0301s", "na\u00EFve");
    }

    @Test
    void eachIdeographIsAWordAndKatakanaStaysTogether() {
        assertThat(Words.of("\u65E5\u672C \u30C6\u30B9\u30C8"))
                .containsExactly("\u65E5", "\u672C", "\u30C6\u30B9\u30C8");
    }

    @Test
    void charactersBeyondTheBasicPlaneAreWhole() {
        assertThat(Words.of("\uD835\uDC00\uD835\uDC01 \uD801\uDC00"))
                .containsExactly("\uD835\uDC00\uD835\uDC01", "\uD801\uDC00");
    }

    @Test
    void lineBreaksDivide() {
        assertThat(Words.of("a\r\n\u0301b\u2028c")).containsExactly("a", "b", "c");
    }

    @ParameterizedTest
    @CsvSource({
        "Stra\u00DFe, STRASSE",
        "STRA\u1E9EE, strasse",
        "\u03A3\u038A\u03A3\u03A5\u03A6\u039F\u03A3, \u03C3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2",
        "\uFB01n, FIN",
        "caf\u00E9, CAFE\u0301",
        "\u0130x, i\u0307X",
        "TITLE, title"
    })
    void spellingsInUpperAndLowerCaseFoldToOne(String one, String other) {
        assertThat(Words.fold(one)).isEqualTo(Words.fold(other));
    }

    @Test
    void dottedAndDotlessIStayDifferent() {
        assertThat(Words.fold("\u0131")).isNotEqualTo(Words.fold("i"));
        assertThat(Words.fold("I")).isEqualTo(Words.fold("i"));
    }
}
