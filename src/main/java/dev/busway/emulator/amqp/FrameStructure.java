package dev.busway.emulator.amqp;

/**
 * Looks at the shape of AMQP-encoded values before anybody decodes them: how deep they nest, and whether what they claim
 * to hold fits into the bytes that are there. Decoders follow both without asking.
 */
final class FrameStructure {

    /** Deeper than any client nests; a decoder uses several frames of the stack for each level. */
    private static final int DEEPEST = 64;

    private static final int DESCRIBED = 0x00;

    private final byte[] bytes;
    private final int end;
    private int position;

    private FrameStructure(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /** Checks the first value, such as the performative of a frame; what is behind it is not looked at. */
    static void checkFirst(byte[] bytes, int from, int end) {
        new FrameStructure(bytes, from, end).value(0);
    }

    /** Checks all values one after the other, such as the sections of a message. */
    static void checkAll(byte[] bytes) {
        FrameStructure structure = new FrameStructure(bytes, 0, bytes.length);
        while (structure.position < structure.end) {
            structure.value(0);
        }
    }

    private void value(int depth) {
        content(next(), depth);
    }

    private void content(int code, int depth) {
        if (depth > DEEPEST) {
            throw ProtocolViolation.decode("Values are nested more than " + DEEPEST + " levels deep.");
        }
        if (code == DESCRIBED) {
            value(depth + 1);
            value(depth + 1);
            return;
        }
        switch (code >> 4) {
            case 0x4 -> {}
            case 0x5 -> skip(1);
            case 0x6 -> skip(2);
            case 0x7 -> skip(4);
            case 0x8 -> skip(8);
            case 0x9 -> skip(16);
            case 0xa -> skip(next());
            case 0xb -> skip(number());
            // The size in bytes comes first; what is claimed is checked element by element instead.
            case 0xc, 0xe -> {
                skip(1);
                elements(code, next(), depth);
            }
            case 0xd, 0xf -> {
                skip(4);
                elements(code, number(), depth);
            }
            default -> throw ProtocolViolation.decode("There is no AMQP type 0x" + Integer.toHexString(code) + ".");
        }
    }

    private void elements(int code, int count, int depth) {
        if (code >> 5 == 0x7) {
            array(count, depth);
        } else {
            compound(count, depth);
        }
    }

    private void compound(int count, int depth) {
        fits(count, end - position);
        for (int i = 0; i < count; i++) {
            value(depth + 1);
        }
    }

    /** The elements of an array have one constructor in front; those without a width would cost nothing to claim. */
    private void array(int count, int depth) {
        fits(count, Math.max(1, end - position));
        int code = next();
        while (code == DESCRIBED) {
            value(depth + 1);
            code = next();
        }
        for (int i = 0; i < count; i++) {
            content(code, depth + 1);
        }
    }

    private static void fits(int count, int room) {
        if (count < 0 || count > room) {
            throw ProtocolViolation.decode("A list, map or array claims more elements than there are bytes.");
        }
    }

    private int next() {
        skip(1);
        return bytes[position - 1] & 0xff;
    }

    private int number() {
        return (next() << 24) | (next() << 16) | (next() << 8) | next();
    }

    private void skip(int length) {
        if (length < 0 || length > end - position) {
            throw ProtocolViolation.decode("A value ends behind the end of its frame or message.");
        }
        position += length;
    }
}
