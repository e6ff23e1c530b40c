package dev.busway.emulator.amqp;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * The delivery-ids of one direction of an AMQP session that are not settled yet. A peer may name a range of ids that is
 * far longer; what it costs is as much as there is.
 */
final class UnsettledIds {

    /** When the bits are as many, those of settled deliveries in front are thrown away. */
    private static final int MANY = 1 << 16;

    private BitSet bits = new BitSet();
    private int base;

    /** Ids without a gap, first and last included. */
    record Run(int first, int last) {}

    void add(int id) {
        if (bits.isEmpty()) {
            base = id;
        }
        int index = id - base;
        if (index < 0) {
            return;
        }
        bits.set(index);
        int lowest = bits.nextSetBit(0);
        if (index > MANY && lowest > index / 2) {
            bits = bits.get(lowest, index + 1);
            base += lowest;
        }
    }

    /** Those of a range that are unsettled, in runs. */
    List<Run> within(int first, int last) {
        List<Run> runs = new ArrayList<>();
        long from = Math.max(0, (long) (first - base));
        long to = (long) (first - base) + Integer.toUnsignedLong(last - first);
        int length = bits.length();
        for (int at = from < length ? bits.nextSetBit((int) from) : -1; at >= 0 && at <= to; ) {
            int behind = bits.nextClearBit(at);
            int end = (int) Math.min(behind - 1L, to);
            runs.add(new Run(base + at, base + end));
            at = bits.nextSetBit(behind);
        }
        return runs;
    }

    List<Run> all() {
        return bits.isEmpty() ? List.of() : within(base, base + bits.length() - 1);
    }

    void remove(int first, int last) {
        for (Run run : within(first, last)) {
            bits.clear(run.first() - base, run.last() - base + 1);
        }
    }
}
