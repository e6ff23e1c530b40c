package dev.busway.text;

import java.io.IOException;
import java.io.Writer;

/**
 * What a command prints, on its way to standard output or error: the net under {@link Visible#line}, so that whatever a command
 * forgets to clean still cannot give orders to the terminal. Line breaks and tabs pass. For one thread at a time.
 */
public final class VisibleWriter extends Writer {

    private final Appendable out;
    // The first half of a character whose second half comes with the next call; 0 when there is none.
    private char half;

    /** @param out where it goes; closed and flushed only where it can be */
    public VisibleWriter(Appendable out) {
        this.out = out;
    }

    @Override
    public void write(char[] text, int from, int count) throws IOException {
        String part = (half == 0 ? "" : String.valueOf(half)) + new String(text, from, count);
        half = 0;
        if (!part.isEmpty() && Character.isHighSurrogate(part.charAt(part.length() - 1))) {
            half = part.charAt(part.length() - 1);
            part = part.substring(0, part.length() - 1);
        }
        out.append(Visible.block(part));
    }

    @Override
    public void flush() throws IOException {
        if (out instanceof java.io.Flushable flushable) {
            flushable.flush();
        }
    }

    /** Flushes; standard output stays open. */
    @Override
    public void close() throws IOException {
        if (half != 0) {
            out.append(Visible.block(String.valueOf(half)));
            half = 0;
        }
        flush();
    }
}
