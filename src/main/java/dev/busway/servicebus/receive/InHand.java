package dev.busway.servicebus.receive;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

/**
 * The messages that a pump holds, each from its receipt to its one ending.
 *
 * <ol>
 *   <li>All but {@link #count()} is touched only inside the pump's serial.
 *   <li>A message is {@code ready} until it is started, then {@code started}, and in {@code all} from first to last.
 * </ol>
 */
final class InHand {

    private final Set<Delivery> all = new LinkedHashSet<>();
    private final Queue<Delivery> ready = new ArrayDeque<>();
    private int started;
    private volatile int count;

    void add(Delivery delivery) {
        all.add(delivery);
        count = all.size();
    }

    /** It may be started as soon as there is room. */
    void ready(Delivery delivery) {
        ready.add(delivery);
    }

    boolean isAnyReady() {
        return !ready.isEmpty();
    }

    /** The one that has been ready for longest, and is no longer. */
    Delivery takeReady() {
        return ready.remove();
    }

    void start(Delivery delivery) {
        started++;
        delivery.start();
    }

    int started() {
        return started;
    }

    void remove(Delivery delivery) {
        all.remove(delivery);
        count = all.size();
        if (delivery.isStarted()) {
            started--;
        }
    }

    List<Delivery> all() {
        return List.copyOf(all);
    }

    /** How many there are; for any thread. */
    int count() {
        return count;
    }
}
