package dev.busway.emulator.queue;

import java.util.SplittableRandom;
import java.util.UUID;

/** Makes lock tokens; fast and unique, no secret. */
final class LockTokens {

    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT = 0x8000000000000000L;

    private final SplittableRandom random = new SplittableRandom();

    UUID next() {
        long high = (random.nextLong() & ~0xF000L) | VERSION_4;
        long low = (random.nextLong() >>> 2) | VARIANT;
        return new UUID(high, low);
    }
}
