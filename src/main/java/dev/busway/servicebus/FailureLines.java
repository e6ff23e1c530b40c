package dev.busway.servicebus;

import dev.busway.servicebus.receive.Ending;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Decides which failed tries and messages of one app have a line of their own. A bad minute must not fill a disk, and still each
 * message that failed must be found by its id.
 *
 * <ol>
 *   <li>Of one kind the first {@value #OWN_LINES} in {@value #INTERVAL_SECONDS} s have a line of their own.
 *   <li>Further tries are counted; the next line of the kind tells how many. Their message is named when it ends.
 *   <li>Further messages are collected, and named in one line: {@value #IDS} of them, or as many as there are after a second.
 *   <li>The frames of a failure are shown once per kind in {@value #STACK_SECONDS} s.
 *   <li>What is remembered is bounded: of more than {@value #MOST_KINDS} kinds in an interval each has lines of its own.
 * </ol>
 *
 * Any thread may call; nothing is called while the lock is held.
 */
final class FailureLines {

    static final int OWN_LINES = 10;
    static final int INTERVAL_SECONDS = 10;
    static final int STACK_SECONDS = 60;
    static final int IDS = 100;

    private static final int MOST_KINDS = 200;
    private static final long SECOND = 1_000_000_000L;

    /** Messages of one kind that are named in one line. */
    record Collected(Ending ending, String kind, String detail, List<String> ids) {}

    /** What is to be done for one failure. */
    record Verdict(boolean ownLine, long more, boolean stack) {}

    private static final class Kind {
        private long since;
        private int lines;
        private long more;
        private String detail = "";
        private List<String> ids = new ArrayList<>();
    }

    /** @param ending null of tries that others follow */
    private record Key(Ending ending, String kind) {}

    private final LongSupplier nanos;

    // Guarded by this.
    private final Map<Key, Kind> kinds = new HashMap<>();
    private final Map<String, Long> stacks = new HashMap<>();

    FailureLines(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** A try has failed that will be followed by another. */
    synchronized Verdict retrying(String kind) {
        Kind found = of(null, kind);
        if (found == null) {
            return new Verdict(true, 0, true);
        }
        if (found.lines >= OWN_LINES) {
            found.more++;
            return new Verdict(false, 0, false);
        }
        found.lines++;
        long more = found.more;
        found.more = 0;
        return new Verdict(true, more, stackIsDue(kind));
    }

    /** A message has ended otherwise than well. */
    synchronized Verdict ended(Ending ending, String kind, String detail, String id) {
        Kind found = of(ending, kind);
        if (found == null) {
            return new Verdict(true, 0, true);
        }
        if (found.lines >= OWN_LINES) {
            found.detail = detail;
            found.ids.add(id);
            return new Verdict(false, 0, false);
        }
        found.lines++;
        return new Verdict(true, 0, stackIsDue(kind));
    }

    /** Takes what has been collected: kinds that have reached {@value #IDS} ids, or all. */
    synchronized List<Collected> collected(boolean all) {
        List<Collected> ready = new ArrayList<>();
        kinds.forEach((key, kind) -> {
            if (kind.ids.size() >= IDS || (all && !kind.ids.isEmpty())) {
                ready.add(new Collected(key.ending, key.kind, kind.detail, kind.ids));
                kind.ids = new ArrayList<>();
            }
        });
        return ready;
    }

    private boolean stackIsDue(String kind) {
        long now = nanos.getAsLong();
        stacks.values().removeIf(shown -> now - shown >= STACK_SECONDS * SECOND);
        return stacks.size() < MOST_KINDS && stacks.putIfAbsent(kind, now) == null;
    }

    /** The kind in its running interval; null when there are too many. */
    private Kind of(Ending ending, String kind) {
        long now = nanos.getAsLong();
        Key key = new Key(ending, kind);
        Kind found = kinds.get(key);
        if (found == null) {
            if (kinds.size() >= MOST_KINDS) {
                kinds.values()
                        .removeIf(each ->
                                each.ids.isEmpty() && each.more == 0 && now - each.since >= STACK_SECONDS * SECOND);
            }
            if (kinds.size() >= MOST_KINDS) {
                return null;
            }
            found = new Kind();
            found.since = now;
            kinds.put(key, found);
        }
        if (now - found.since >= INTERVAL_SECONDS * SECOND) {
            found.since = now;
            found.lines = 0;
        }
        return found;
    }
}
