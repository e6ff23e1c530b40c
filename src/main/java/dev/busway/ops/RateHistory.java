package dev.busway.ops;

import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.Counts;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What each app did in the last 15 minutes, in steps, so that a page that is opened now shows them at once. */
final class RateHistory {

    static final Duration STEP = Duration.ofSeconds(5);
    static final int STEPS = 180;

    /**
     * What was done in one step.
     *
     * @param completed inputs completed
     * @param failed inputs abandoned or dead-lettered
     */
    record Step(long completed, long failed) {}

    // All guarded by this.
    private final Map<String, Counts> last = new HashMap<>();
    private final Map<String, Deque<Step>> steps = new HashMap<>();

    /** Takes a step; to be called once every {@link #STEP}. */
    synchronized void step(List<AppReport> reports) {
        Set<String> apps = reports.stream().map(AppReport::app).collect(Collectors.toSet());
        last.keySet().retainAll(apps);
        steps.keySet().retainAll(apps);
        for (AppReport report : reports) {
            Counts now = report.counts();
            // An app that is seen for the first time has just been made, so that it counts from nothing.
            Counts known = last.put(report.app(), now);
            Counts before = known == null ? Counts.NONE : known;
            Deque<Step> history = steps.computeIfAbsent(report.app(), app -> new ArrayDeque<>());
            history.addLast(new Step(
                    grown(before.completed(), now.completed()),
                    grown(before.abandoned() + before.deadLettered(), now.abandoned() + now.deadLettered())));
            while (history.size() > STEPS) {
                history.removeFirst();
            }
        }
    }

    /** The steps of one app, oldest first; fewer than {@link #STEPS} when it is young. */
    synchronized List<Step> of(String app) {
        return new ArrayList<>(steps.getOrDefault(app, new ArrayDeque<>()));
    }

    /** A restarted consumer counts from nothing again. */
    private static long grown(long before, long now) {
        return now >= before ? now - before : now;
    }
}
