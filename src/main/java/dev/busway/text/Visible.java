package dev.busway.text;

/**
 * Writes characters that nobody sees as what they are, such as {@code \u001b}. A terminal takes control characters for orders
 * (title, clipboard, clear screen), some format characters turn the direction of a text around or hide parts of it, and a line
 * break lets the text of a sender look like a line of ours. Whatever a sender, a broker or another client wrote goes through
 * here before a terminal or a text log shows it.
 */
public final class Visible {

    private static final String HEX = "0123456789abcdef";

    private Visible() {}

    /** One line: line breaks and tabs are written out too. Null is an empty text. */
    public static String line(Object value) {
        return value == null ? "" : shown(value.toString(), false);
    }

    /** At most so many characters of one line; what was cut is told. */
    public static String line(Object value, int most) {
        String whole = line(value);
        if (whole.length() <= most) {
            return whole;
        }
        int end = Character.isHighSurrogate(whole.charAt(most - 1)) ? most - 1 : most;
        return whole.substring(0, end) + "... (" + whole.length() + " characters)";
    }

    /** A text of several lines, such as a body: line breaks and tabs stay, a carriage return only before a line break. */
    public static String block(String text) {
        return shown(text.replace("\r\n", "\n"), true);
    }

    /** Whether a character shows as itself. An unpaired half of a character does not. */
    static boolean isVisible(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }

    private static String shown(String text, boolean lines) {
        int good = 0;
        while (good < text.length() && staysAsItIs(text.charAt(good), lines)) {
            good++;
        }
        if (good == text.length()) {
            return text;
        }
        StringBuilder shown = new StringBuilder(text.length() + 16).append(text, 0, good);
        for (int i = good; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            append(shown, codePoint, lines);
            i += Character.charCount(codePoint);
        }
        return shown.toString();
    }

    /** True only of what needs no second look, which is nearly all. */
    private static boolean staysAsItIs(char character, boolean lines) {
        return (character >= ' ' && character < 0x7f) || (lines && (character == '\n' || character == '\t'));
    }

    private static void append(StringBuilder shown, int codePoint, boolean lines) {
        if (isVisible(codePoint) || (lines && (codePoint == '\n' || codePoint == '\t'))) {
            shown.appendCodePoint(codePoint);
        } else if (codePoint == '\n') {
            shown.append("\\n");
        } else if (codePoint == '\r') {
            shown.append("\\r");
        } else if (codePoint == '\t') {
            shown.append("\\t");
        } else {
            for (char half : Character.toChars(codePoint)) {
                appendEscaped(shown, half);
            }
        }
    }

    static void appendEscaped(StringBuilder shown, char character) {
        shown.append("\\u");
        for (int shift = 12; shift >= 0; shift -= 4) {
            shown.append(HEX.charAt((character >> shift) & 0xf));
        }
    }
}
