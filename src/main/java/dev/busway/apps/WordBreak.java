package dev.busway.apps;

import java.lang.Character.UnicodeScript;
import java.util.List;

/** What a character is to the word rules of Unicode Standard Annex 29, worked out from the JDK's character data. */
enum WordBreak {
    LETTER,
    HEBREW_LETTER,
    NUMERIC,
    KATAKANA,
    CONNECTOR,
    EXTEND,
    NEWLINE,
    MID_LETTER,
    MID_NUMBER,
    MID_BOTH,
    DOUBLE_QUOTE,
    SINGLE_QUOTE,
    OTHER;

    private static final String NEWLINES = "\n\r\u000B\f\u0085\u2028\u2029";
    private static final String MID_LETTERS = ":\u00B7\u0387\u055F\u05F4\u2027\uFE13\uFE55\uFF1A";
    private static final String MID_NUMBERS =
            ",;\u037E\u0589\u060C\u060D\u066C\u07F8\u2044\uFE10\uFE14\uFE50\uFE54\uFF0C\uFF1B";
    private static final String MID_BOTHS = ".\u2018\u2019\u2024\uFE52\uFF07\uFF0E";
    private static final String KATAKANA_SIGNS = "\u3031\u3032\u3033\u3034\u3035\u309B\u309C\u30A0\u30FC\uFF70";
    private static final int ZERO_WIDTH_SPACE = 0x200B;
    private static final int ARABIC_DECIMAL_SEPARATOR = 0x066B;
    private static final int NARROW_NO_BREAK_SPACE = 0x202F;

    private static final List<WordBreak> ALL = List.of(values());

    /** The number plus one of what has been worked out before; filled by many threads, which all find the same. */
    private static final byte[] KNOWN = new byte[Character.MIN_SUPPLEMENTARY_CODE_POINT];

    /** The kind of this number. */
    static WordBreak numbered(byte number) {
        return ALL.get(number);
    }

    /** The number of a character's kind, because to store a byte costs a tenth of what storing a reference does. */
    static byte numberOf(int character) {
        if (character >= KNOWN.length) {
            return workedOut(character).number();
        }
        byte known = KNOWN[character];
        if (known == 0) {
            known = (byte) (workedOut(character).number() + 1);
            KNOWN[character] = known;
        }
        return (byte) (known - 1);
    }

    /** Looked for, so not to be asked for each character. */
    byte number() {
        return (byte) ALL.indexOf(this);
    }

    private static WordBreak workedOut(int character) {
        WordBreak sign = sign(character);
        return sign == OTHER ? byCategory(character) : sign;
    }

    private static WordBreak sign(int character) {
        if (NEWLINES.indexOf(character) >= 0) {
            return NEWLINE;
        }
        if (MID_LETTERS.indexOf(character) >= 0) {
            return MID_LETTER;
        }
        if (MID_NUMBERS.indexOf(character) >= 0) {
            return MID_NUMBER;
        }
        if (MID_BOTHS.indexOf(character) >= 0) {
            return MID_BOTH;
        }
        return switch (character) {
            case '"' -> DOUBLE_QUOTE;
            case '\'' -> SINGLE_QUOTE;
            case ARABIC_DECIMAL_SEPARATOR -> NUMERIC;
            case NARROW_NO_BREAK_SPACE -> CONNECTOR;
            default -> OTHER;
        };
    }

    private static WordBreak byCategory(int character) {
        return switch (Character.getType(character)) {
            case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK, Character.COMBINING_SPACING_MARK -> EXTEND;
            case Character.FORMAT -> character == ZERO_WIDTH_SPACE ? OTHER : EXTEND;
            case Character.DECIMAL_DIGIT_NUMBER -> NUMERIC;
            case Character.CONNECTOR_PUNCTUATION -> CONNECTOR;
            default -> letter(character);
        };
    }

    private static WordBreak letter(int character) {
        if (KATAKANA_SIGNS.indexOf(character) >= 0) {
            return KATAKANA;
        }
        if (!Character.isAlphabetic(character) || Character.isIdeographic(character)) {
            return OTHER;
        }
        UnicodeScript script = UnicodeScript.of(character);
        return switch (script) {
            case KATAKANA -> KATAKANA;
            case HIRAGANA -> OTHER;
            case HEBREW -> HEBREW_LETTER;
            default -> LETTER;
        };
    }

    /** Whether no word ends between a character of this kind and the next one (rules WB5, 7a, 8 to 10, 13 to 13b). */
    boolean joins(WordBreak next) {
        if (next == CONNECTOR) {
            return isLetter() || this == NUMERIC || this == KATAKANA || this == CONNECTOR;
        }
        return switch (this) {
            case LETTER -> next.isLetter() || next == NUMERIC;
            case HEBREW_LETTER -> next.isLetter() || next == NUMERIC || next == SINGLE_QUOTE;
            case NUMERIC -> next.isLetter() || next == NUMERIC;
            case KATAKANA -> next == KATAKANA;
            case CONNECTOR -> next.isLetter() || next == NUMERIC || next == KATAKANA;
            default -> false;
        };
    }

    /** Whether a sign between this and the last belongs to the word, as in {@code can't} and {@code 3.14} (6 to 12). */
    boolean joinsAcross(WordBreak sign, WordBreak last) {
        boolean both = sign == MID_BOTH || sign == SINGLE_QUOTE;
        if (isLetter() && last.isLetter()) {
            return both || sign == MID_LETTER || (sign == DOUBLE_QUOTE && this == HEBREW_LETTER && last == this);
        }
        return this == NUMERIC && last == NUMERIC && (both || sign == MID_NUMBER);
    }

    /** Whether {@link #joinsAcross} can be true for a sign of this kind. */
    boolean mayBeInside() {
        return switch (this) {
            case MID_LETTER, MID_NUMBER, MID_BOTH, SINGLE_QUOTE, DOUBLE_QUOTE -> true;
            default -> false;
        };
    }

    private boolean isLetter() {
        return this == LETTER || this == HEBREW_LETTER;
    }
}
