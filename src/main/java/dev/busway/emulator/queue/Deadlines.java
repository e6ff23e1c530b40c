package dev.busway.emulator.queue;

import java.util.Comparator;
import java.util.TreeSet;
import java.util.function.ToLongFunction;

/** Messages ordered by a time of theirs: when a scheduled one is due, or when a waiting one expires. */
final class Deadlines {

    private final ToLongFunction<Message> timeOf;
    private final TreeSet<Stored> byTime;

    Deadlines(ToLongFunction<Message> timeOf) {
        this.timeOf = timeOf;
        this.byTime = new TreeSet<>(Comparator.comparingLong((Stored s) -> timeOf.applyAsLong(s.message()))
                .thenComparingLong(s -> s.message().sequenceNumber()));
    }

    void add(Stored stored) {
        byTime.add(stored);
    }

    boolean remove(Stored stored) {
        return byTime.remove(stored);
    }

    /** The earliest time; {@link Long#MAX_VALUE} if there is none. */
    long next() {
        return byTime.isEmpty()
                ? Long.MAX_VALUE
                : timeOf.applyAsLong(byTime.first().message());
    }

    /** Takes out a message whose time has come; null if there is none. */
    Stored pollDue(long now) {
        return next() <= now ? byTime.pollFirst() : null;
    }

    int size() {
        return byTime.size();
    }
}
