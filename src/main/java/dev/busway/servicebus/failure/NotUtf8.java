package dev.busway.servicebus.failure;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Bytes that should be text and are no UTF-8. Says where, and what they look like instead; never quotes them. */
public final class NotUtf8 extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final int CHUNK = 8192;

    private NotUtf8(String message) {
        super(message);
    }

    /**
     * The text of some bytes.
     *
     * @throws NotUtf8 when they are no UTF-8
     */
    public static String decode(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.UTF_8);
        // Most texts hold no replacement character, and decoding them twice would cost.
        int offset = text.indexOf('\uFFFD') < 0 ? -1 : firstWrong(bytes);
        if (offset < 0) {
            return text;
        }
        throw new NotUtf8("not UTF-8 at byte " + offset + looksLike(bytes));
    }

    /** The offset of the first byte that is part of no character; -1 when there is none. */
    private static int firstWrong(byte[] bytes) {
        CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer out = CharBuffer.allocate(CHUNK);
        while (true) {
            var result = decoder.decode(in, out, true);
            if (result.isError()) {
                return in.position();
            }
            if (result.isUnderflow()) {
                return -1;
            }
            out.clear();
        }
    }

    private static String looksLike(byte[] bytes) {
        if (bytes.length < 2) {
            return "";
        }
        int start = (bytes[0] & 0xFF) << 8 | (bytes[1] & 0xFF);
        return switch (start) {
            case 0x1F8B -> "; it begins as gzip does: decompress it before it is sent";
            case 0xFEFF, 0xFFFE -> "; it begins as UTF-16 does: send UTF-8";
            default -> "";
        };
    }
}
