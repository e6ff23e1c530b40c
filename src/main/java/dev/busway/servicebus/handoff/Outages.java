package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.FailureKind;
import dev.busway.servicebus.connection.Target;
import dev.busway.servicebus.work.Serial;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.IntSupplier;

/**
 * Knows which targets take nothing, and whether the namespace does, and what that means for each item: to go ahead, to wait
 * here, or to be given back.
 *
 * <ol>
 *   <li>The fields below {@code serial} are touched only inside it, except the volatile ones, which anybody may read.
 *   <li>For a target that is out one item at a time goes ahead, after a delay that grows with each failure; the first that
 *       succeeds ends the outage. After throttling twice as many may go ahead after each success, until that is many.
 *   <li>An item is held for as long as the consumer still has other work that it can do meanwhile: at most three quarters
 *       of what may be in flight, and for a minute, so that a lock is never kept until its renewal ends. Else it is given
 *       back. What cannot be given back is held until its time is over.
 *   <li>When all targets that the route names are out, or the namespace is, nothing is taken but the next probe.
 * </ol>
 */
final class Outages implements Intake {

    private static final RetryPace PROBES = new RetryPace(Duration.ofMillis(500), Duration.ofSeconds(30));
    private static final Duration LONGEST_HOLD = Duration.ofMinutes(1);
    private static final Duration BETWEEN_REPORTS = Duration.ofMinutes(1);

    /** Between two groups while throttling eases, so that there are a handful of requests in a second. */
    private static final Duration EASING = Duration.ofMillis(250);

    private static final int EASED = 64;
    private static final int IDLE_STEPS = 8;

    /** How often one message may be the probe that fails without a reason before it is taken for the cause. */
    private static final int PROBES_WITH_ONE_MESSAGE = 6;

    private final Exit exit;
    private final Set<Target> known;
    private final boolean givesBack;
    private final ScheduledExecutorService timer;
    private final HandoffListener listener;

    private final Serial serial = new Serial();
    private final Map<Target, Sick> sick = new LinkedHashMap<>();
    private final Map<Target, Long> successes = new ConcurrentHashMap<>();
    private boolean draining;
    private int held;
    private boolean resting;
    private int rests;
    private volatile long lastSuccess = System.nanoTime();
    private volatile Set<Target> out = Set.of();
    private volatile int most = Integer.MAX_VALUE;
    private volatile Outage shown;
    private volatile IntSupplier limit = () -> Integer.MAX_VALUE;
    private volatile Runnable changed = () -> {};

    /** Where items go from here; called inside the serial. */
    interface Exit {

        void send(HandoffItem item, boolean alone);

        void giveBack(HandoffItem item, String why);

        void hopeless(HandoffItem item, String why);
    }

    /**
     * No outage at all.
     *
     * @param known all targets that there are for these items; empty when there may be others
     * @param givesBack whether the broker hands out again what is given back
     */
    Outages(Exit exit, Set<Target> known, boolean givesBack, ScheduledExecutorService timer, HandoffListener listener) {
        this.exit = exit;
        this.known = Set.copyOf(known);
        this.givesBack = givesBack;
        this.timer = timer;
        this.listener = listener;
    }

    @Override
    public int most() {
        return most;
    }

    @Override
    public Optional<Outage> outage() {
        return Optional.ofNullable(shown);
    }

    @Override
    public void attach(IntSupplier theLimit, Runnable whenChanged) {
        limit = theLimit;
        changed = whenChanged;
    }

    @Override
    public void draining(boolean now) {
        serial.execute(() -> {
            draining = now;
            if (now && givesBack) {
                sick.values().forEach(each -> each.empty(item -> exit.giveBack(item, each.why())));
            }
        });
    }

    /** Lets an item go ahead, or does with it what the outages ask for. */
    void admit(HandoffItem item) {
        if (holdsUp(item)) {
            serial.execute(() -> place(item));
        } else {
            exit.send(item, false);
        }
    }

    /** Whether an item has to be admitted once more before it may be sent. */
    boolean holdsUp(HandoffItem item) {
        Set<Target> now = out;
        if (now.isEmpty() || item.isProbe()) {
            return false;
        }
        return now.contains(Sick.NAMESPACE) || item.targets().stream().anyMatch(now::contains);
    }

    /** The broker has taken what these send. */
    void succeeded(Collection<HandoffItem> items) {
        long now = System.nanoTime();
        lastSuccess = now;
        for (HandoffItem item : items) {
            item.targets().forEach(target -> successes.put(target, now));
            if (item.isProbe()) {
                serial.execute(() -> probed(item));
            }
        }
    }

    /** Whether all of these targets have taken something since then, by {@link System#nanoTime}. */
    boolean hasTakenSince(Collection<Target> targets, long then) {
        for (Target target : targets) {
            Long success = successes.get(target);
            if (success == null || success - then < 0) {
                return false;
            }
        }
        return !targets.isEmpty() || lastSuccess - then >= 0;
    }

    /** An item goes another way than to its target, which tells nothing about that. */
    void left(HandoffItem item) {
        if (item.isProbe()) {
            serial.execute(() -> {
                for (Sick each : List.copyOf(sick.values())) {
                    if (each.ahead.remove(item)) {
                        each.goOn();
                    }
                }
                item.probe(false);
                publish();
            });
        }
    }

    /**
     * An item failed because of some targets.
     *
     * @param targets which; empty for the namespace
     * @param wait how long the broker has asked to be left alone; zero when it did not
     */
    void failed(HandoffItem item, Collection<Target> targets, FailureKind kind, String reason, Duration wait) {
        serial.execute(() -> {
            List<Target> about = targets.isEmpty() ? List.of(Sick.NAMESPACE) : List.copyOf(targets);
            boolean wasProbe = item.isProbe();
            item.probe(false);
            sick.values().forEach(each -> each.ahead.remove(item));
            Sick last = null;
            for (Target target : about) {
                Sick already = sick.get(target);
                if (already == null) {
                    last = new Sick(target, kind, reason);
                    sick.put(target, last);
                    out = Set.copyOf(sick.keySet());
                    last.begin(wait);
                } else {
                    last = already;
                    last.again(item, kind, reason, wait, wasProbe);
                }
            }
            if (last.isTheMessage(item)) {
                last.end();
                exit.hopeless(item, reason);
            } else {
                wait(last, item);
            }
            publish();
        });
    }

    private void probed(HandoffItem item) {
        item.probe(false);
        for (Sick each : List.copyOf(sick.values())) {
            if (each.ahead.remove(item)) {
                each.succeeded();
            }
        }
        publish();
    }

    private void place(HandoffItem item) {
        Sick first = sick.get(Sick.NAMESPACE);
        for (Target target : item.targets()) {
            first = first == null ? sick.get(target) : first;
        }
        if (first == null) {
            exit.send(item, false);
        } else if (first.ahead.size() < first.width) {
            first.goAhead(item);
            publish();
        } else {
            wait(first, item);
        }
    }

    private void wait(Sick out, HandoffItem item) {
        boolean returns = givesBack && item.belongsToAnInput();
        if (returns && (draining || !mayHold(out))) {
            exit.giveBack(item, out.why());
        } else if (!item.worthTrying()) {
            exit.hopeless(item, out.reason);
        } else {
            out.hold(item);
        }
    }

    private boolean mayHold(Sick out) {
        int most = limit.getAsInt();
        if (out.kind == FailureKind.BUSY) {
            return true;
        }
        if (isWhole()) {
            return false;
        }
        if (held < most - (most + 3) / 4) {
            return true;
        }
        rest();
        return false;
    }

    /** Too much of what is taken goes to a target that is out: without a pause the same messages would go round and round. */
    private void rest() {
        if (!resting) {
            resting = true;
            after(PROBES.before(rests++), () -> {
                resting = false;
                publish();
            });
        }
    }

    /** Whether there is nothing at all that could be handed off. */
    private boolean isWhole() {
        return sick.containsKey(Sick.NAMESPACE)
                || (!known.isEmpty() && sick.keySet().containsAll(known));
    }

    private void publish() {
        boolean any = !sick.isEmpty();
        out = Set.copyOf(sick.keySet());
        Sick oldest = any ? sick.values().iterator().next() : null;
        shown = oldest == null ? null : oldest.shown();
        int before = most;
        most = mostNow();
        if (!any) {
            rests = 0;
        }
        if (most != before) {
            changed.run();
        }
    }

    private int mostNow() {
        if (sick.isEmpty()) {
            return Integer.MAX_VALUE;
        }
        if (isWhole()) {
            int least = Integer.MAX_VALUE;
            for (Sick each : sick.values()) {
                least = Math.min(least, each.width);
            }
            return least;
        }
        return resting ? 0 : Integer.MAX_VALUE;
    }

    private void after(Duration delay, Runnable step) {
        var unused = timer.schedule(() -> serial.execute(step), delay.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** One target that is out, or the namespace. */
    private final class Sick {

        private static final Target NAMESPACE = new Target("", false);

        private final Target target;
        private final Instant since = Instant.now();
        private final Deque<HandoffItem> room = new ArrayDeque<>();
        private final Set<HandoffItem> ahead = new HashSet<>();
        private FailureKind kind;
        private String reason;
        private int width;
        private int failures;
        private long reported;
        private long suspect;
        private int suspicions;
        private int idle;
        private boolean over;

        Sick(Target target, FailureKind kind, String reason) {
            this.target = target;
            this.kind = kind;
            this.reason = reason;
        }

        Outage shown() {
            return new Outage(target.name(), kind, reason, since);
        }

        private String name() {
            return target.equals(NAMESPACE) ? "Service Bus" : target.name();
        }

        String why() {
            return name() + " takes nothing: " + reason;
        }

        void begin(Duration wait) {
            report();
            probeAfter(wait);
        }

        void again(HandoffItem item, FailureKind nowKind, String nowReason, Duration wait, boolean wasProbe) {
            kind = nowKind;
            reason = nowReason;
            if (!wasProbe) {
                return;
            }
            long number = item.belongsToAnInput() ? item.input().message().getSequenceNumber() : 0;
            suspicions = number == suspect ? suspicions + 1 : 1;
            suspect = number;
            if (System.nanoTime() - reported >= BETWEEN_REPORTS.toNanos()) {
                report();
            }
            probeAfter(wait);
        }

        /** The broker does not say what it fails at; if it is always the same message it is that. */
        boolean isTheMessage(HandoffItem item) {
            return (kind == FailureKind.UNKNOWN || kind == FailureKind.REFUSED)
                    && suspicions >= PROBES_WITH_ONE_MESSAGE
                    && item.belongsToAnInput()
                    && item.input().message().getSequenceNumber() == suspect;
        }

        private void report() {
            reported = System.nanoTime();
            listener.trouble(kind == FailureKind.BUSY ? "Throttled" : "OutputRefused", why());
        }

        private void probeAfter(Duration wait) {
            width = 0;
            idle = 0;
            Duration pace = PROBES.before(failures++);
            after(wait.compareTo(pace) > 0 ? wait : pace, () -> {
                if (!over && width == 0) {
                    width = 1;
                    goOn();
                    publish();
                }
            });
        }

        void goOn() {
            while (ahead.size() < width && !room.isEmpty()) {
                held--;
                goAhead(room.remove());
            }
        }

        void goAhead(HandoffItem item) {
            item.probe(true);
            ahead.add(item);
            exit.send(item, width == 1);
        }

        void succeeded() {
            if (kind != FailureKind.BUSY) {
                end();
            } else if (ahead.isEmpty()) {
                int next = width * 2;
                width = 0;
                idle = 0;
                ease(next, failures);
            }
        }

        private void ease(int next, int failuresBefore) {
            if (next > EASED || idle >= IDLE_STEPS) {
                end();
                return;
            }
            after(EASING, () -> {
                if (over || failures != failuresBefore || !ahead.isEmpty()) {
                    return;
                }
                width = next;
                goOn();
                if (ahead.isEmpty()) {
                    idle++;
                    ease(next, failuresBefore);
                }
                publish();
            });
        }

        void end() {
            over = true;
            sick.remove(target);
            out = Set.copyOf(sick.keySet());
            listener.changed(name() + " takes messages again");
            empty(Outages.this::place);
        }

        void hold(HandoffItem item) {
            held++;
            room.add(item);
            long now = System.nanoTime();
            boolean forEver = item.belongsToAnInput() && !givesBack;
            if (!forEver) {
                long left = Math.min(LONGEST_HOLD.toNanos(), item.deadline() - now);
                after(Duration.ofNanos(Math.max(left, 0)), () -> held(item));
            }
        }

        /** Its time here is over. */
        private void held(HandoffItem item) {
            if (room.remove(item)) {
                held--;
                if (item.belongsToAnInput()) {
                    exit.giveBack(item, why());
                } else {
                    exit.hopeless(item, reason);
                }
            }
        }

        void empty(Consumer<HandoffItem> to) {
            List<HandoffItem> all = new ArrayList<>(room);
            room.clear();
            held -= all.size();
            all.forEach(to);
        }
    }
}
