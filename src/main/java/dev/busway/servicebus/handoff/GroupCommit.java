package dev.busway.servicebus.handoff;

import dev.busway.servicebus.work.Serial;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;

/**
 * Decides what goes to the broker together. With no group under way an item goes at once; what comes meanwhile is collected
 * and goes as soon as a group may start.
 *
 * <ol>
 *   <li>The fields are touched only inside {@code serial}.
 *   <li>Items leave in the order in which they came, those that must go alone before the others.
 *   <li>All items of a group may go together with its first one.
 *   <li>A group weighs at most {@code maxWeight}, unless it is a single item that weighs more.
 *   <li>At most {@code maxGroups} are under way. Beyond the first, a group starts only when {@code overlapFrom} items wait
 *       for each that is: a group costs the broker and the client the same whatever its size, so many small ones would make
 *       all of them slower, and the more there is to do the larger they should be.
 * </ol>
 */
public final class GroupCommit<T> {

    private final Limits limits;
    private final ToIntFunction<T> weight;
    private final BiPredicate<T, T> mayGoTogether;
    private final Consumer<List<T>> start;
    private final Serial serial = new Serial();
    private final Deque<T> waiting = new ArrayDeque<>();
    private final Deque<T> alone = new ArrayDeque<>();
    private int underWay;

    /**
     * A group commit with nothing under way.
     *
     * @param weight how many operations an item stands for
     * @param mayGoTogether whether an item may be in the group of the one that is given first
     * @param start sends one group; calls {@link #ended} when it has ended, however it did
     */
    public GroupCommit(
            Limits limits, ToIntFunction<T> weight, BiPredicate<T, T> mayGoTogether, Consumer<List<T>> start) {
        this.limits = limits;
        this.weight = weight;
        this.mayGoTogether = mayGoTogether;
        this.start = start;
    }

    /**
     * How large groups may be, and how many.
     *
     * @param maxWeight operations in one group
     * @param maxGroups groups under way at the same time
     * @param overlapFrom items that must wait for another group to start, for each group that is under way
     */
    public record Limits(int maxWeight, int maxGroups, int overlapFrom) {
        public Limits {
            if (maxWeight < 1 || maxGroups < 1 || overlapFrom < 1) {
                throw new IllegalArgumentException("Limits of a group commit must be at least 1");
            }
        }
    }

    /** Adds an item to the next group. */
    public void offer(T item) {
        serial.execute(() -> {
            waiting.add(item);
            startGroups();
        });
    }

    /** Adds an item that goes in a group of its own, because a group that it was in has failed. */
    public void offerAlone(T item) {
        serial.execute(() -> {
            alone.add(item);
            startGroups();
        });
    }

    /** Tells that one group has ended. */
    public void ended() {
        serial.execute(() -> {
            underWay--;
            startGroups();
        });
    }

    private void startGroups() {
        while (mayStart()) {
            List<T> group = alone.isEmpty() ? nextGroup() : List.of(alone.remove());
            underWay++;
            start.accept(group);
        }
    }

    private boolean mayStart() {
        if (underWay >= limits.maxGroups()) {
            return false;
        }
        return !alone.isEmpty() || waiting.size() >= Math.max(1, underWay * limits.overlapFrom());
    }

    private List<T> nextGroup() {
        List<T> group = new ArrayList<>();
        int total = 0;
        while (!waiting.isEmpty()) {
            total += weight.applyAsInt(waiting.element());
            boolean fits = total <= limits.maxWeight();
            if (!group.isEmpty() && !(fits && mayGoTogether.test(group.get(0), waiting.element()))) {
                break;
            }
            group.add(waiting.remove());
        }
        return group;
    }
}
