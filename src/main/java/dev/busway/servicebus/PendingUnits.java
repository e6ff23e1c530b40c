package dev.busway.servicebus;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Counts the units of work that are ending on a worker, of messages that are settled. Safe for any thread. */
final class PendingUnits {

    private final List<CompletableFuture<Void>> waiting = new ArrayList<>(1); // guarded by this
    private int pending; // guarded by this

    synchronized void begin() {
        pending++;
    }

    void end() {
        List<CompletableFuture<Void>> done = List.of();
        synchronized (this) {
            pending--;
            if (pending == 0) {
                done = List.copyOf(waiting);
                waiting.clear();
            }
        }
        done.forEach(each -> each.complete(null));
    }

    synchronized int count() {
        return pending;
    }

    /** Complete when none is pending. */
    synchronized CompletableFuture<Void> none() {
        CompletableFuture<Void> none = new CompletableFuture<>();
        if (pending == 0) {
            none.complete(null);
        } else {
            waiting.add(none);
        }
        return none;
    }
}
