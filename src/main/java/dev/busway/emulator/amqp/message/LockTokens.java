package dev.busway.emulator.amqp.message;

import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * Lock tokens as delivery tags: a tag holds the 16 bytes of a .NET GUID, whose first three groups are little-endian.
 */
public final class LockTokens {

    private static final int LENGTH = 16;

    private LockTokens() {}

    public static byte[] toTag(UUID token) {
        long high = token.getMostSignificantBits();
        byte[] tag = new byte[LENGTH];
        ByteBuffer.wrap(tag)
                .putInt(Integer.reverseBytes((int) (high >>> 32)))
                .putShort(Short.reverseBytes((short) (high >>> 16)))
                .putShort(Short.reverseBytes((short) high))
                .putLong(token.getLeastSignificantBits());
        return tag;
    }
}
