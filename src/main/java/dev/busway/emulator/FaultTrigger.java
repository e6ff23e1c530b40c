package dev.busway.emulator;

import java.util.Random;

/** When a fault strikes. On the emulator's thread. */
interface FaultTrigger {

    boolean strikes();

    boolean isUsedUp();

    /** Each of the next so many times. */
    static FaultTrigger next(int times) {
        return new FaultTrigger() {
            private int left = times;

            @Override
            public boolean strikes() {
                return left-- > 0;
            }

            @Override
            public boolean isUsedUp() {
                return left <= 0;
            }
        };
    }

    /** Now and then; the same seed strikes at the same times. */
    static FaultTrigger probability(double probability, long seed) {
        Random random = new Random(seed);
        return new FaultTrigger() {
            @Override
            public boolean strikes() {
                return random.nextDouble() < probability;
            }

            @Override
            public boolean isUsedUp() {
                return false;
            }
        };
    }

    /** Every time. */
    static FaultTrigger always() {
        return new FaultTrigger() {
            @Override
            public boolean strikes() {
                return true;
            }

            @Override
            public boolean isUsedUp() {
                return false;
            }
        };
    }
}
