package dev.busway.apps;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The words of a text: what lies between the word boundaries of Unicode Standard Annex 29 and holds a letter or a
 * digit.
 *
 * <p>The JDK's own {@code BreakIterator} is deliberately not used: it follows an older annex, and keeps a whole line of
 * Chinese together as one word. Scripts that are written without spaces and need a dictionary (Thai, Lao, Khmer,
 * Burmese) count as one word per run of letters.
 */
public final class Words {

    private static final int DOTLESS_I = 0x131;
    private static final byte LETTER = WordBreak.LETTER.number();
    private static final byte EXTEND = WordBreak.EXTEND.number();
    private static final byte NEWLINE = WordBreak.NEWLINE.number();

    private final String text;

    /** The number of a {@link WordBreak} by index into the text; the second half of a surrogate pair extends the first. */
    private final byte[] kinds;

    private Words(String text) {
        this.text = text;
        this.kinds = new byte[text.length()];
        for (int i = 0; i < kinds.length; i++) {
            int character = text.codePointAt(i);
            kinds[i] = WordBreak.numberOf(character);
            if (Character.isSupplementaryCodePoint(character)) {
                kinds[++i] = EXTEND;
            }
        }
    }

    /** The words of the text in their order, as they are written there. */
    public static List<String> of(String text) {
        Words words = new Words(text);
        List<String> found = new ArrayList<>();
        words.forEach((start, end) -> found.add(text.substring(start, end)));
        return List.copyOf(found);
    }

    /** How many words {@link #of} would find. */
    public static int count(String text) {
        int[] count = new int[1];
        new Words(text).forEach((start, end) -> count[0]++);
        return count[0];
    }

    /** Hears where a word starts and where the next character after it is. */
    @FunctionalInterface
    private interface Found {
        void word(int start, int end);
    }

    /**
     * A form of the word that is equal for all its spellings in upper and lower case, in any locale: {@code STRASSE} and
     * {@code Straße} agree, as do an accented letter and the letter followed by a combining accent.
     */
    public static String fold(String word) {
        StringBuilder folded = new StringBuilder(word.length());
        Normalizer.normalize(word, Normalizer.Form.NFD).codePoints().forEach(letter -> fold(letter, folded));
        return Normalizer.normalize(folded, Normalizer.Form.NFD);
    }

    /** Lower, upper and lower again, because neither alone unites ß, ẞ and SS, or the three sigmas. */
    private static void fold(int letter, StringBuilder folded) {
        if (letter == DOTLESS_I) {
            // Its capital is the ordinary I, so that the round trip would turn it into a dotted i.
            folded.appendCodePoint(letter);
            return;
        }
        String lower = Character.toString(letter).toLowerCase(Locale.ROOT);
        lower.toUpperCase(Locale.ROOT)
                .codePoints()
                .forEach(upper -> folded.append(Character.toString(upper).toLowerCase(Locale.ROOT)));
    }

    private void forEach(Found found) {
        int start = 0;
        while (start < kinds.length) {
            int end = endOfWord(start);
            if (holdsLetterOrDigit(start, end)) {
                found.word(start, end);
            }
            start = end;
        }
    }

    private int endOfWord(int start) {
        int position = start;
        while (true) {
            position = lastOfLetters(position);
            WordBreak here = WordBreak.numbered(kinds[position]);
            int next = afterExtenders(position);
            if (next == kinds.length) {
                return next;
            }
            WordBreak after = WordBreak.numbered(kinds[next]);
            if (here.joins(after)) {
                position = next;
                continue;
            }
            if (!after.mayBeInside()) {
                return next;
            }
            int second = afterExtenders(next);
            if (second < kinds.length && here.joinsAcross(after, WordBreak.numbered(kinds[second]))) {
                position = second;
                continue;
            }
            return next;
        }
    }

    /** Nearly all of a text is letters after letters, which no rule parts. */
    private int lastOfLetters(int position) {
        int last = position;
        if (kinds[last] == LETTER) {
            while (last + 1 < kinds.length && kinds[last + 1] == LETTER) {
                last++;
            }
        }
        return last;
    }

    /** Accents and invisible format characters belong to the character before them, except at a line's start. */
    private int afterExtenders(int position) {
        int next = position + 1;
        if (kinds[position] == NEWLINE) {
            return next;
        }
        while (next < kinds.length && kinds[next] == EXTEND) {
            next++;
        }
        return next;
    }

    private boolean holdsLetterOrDigit(int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.isLetterOrDigit(text.codePointAt(i))) {
                return true;
            }
        }
        return false;
    }
}
