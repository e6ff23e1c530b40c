package dev.busway.command;

import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Waits for Ctrl-C or SIGTERM on the main thread, so that a stop is the ordinary end of a command: the parts close in
 * reverse order and the exit code is the command's own. A second signal ends the process at once.
 */
final class StopSignals {

    private static final int STOPPED_BY_FORCE = 130;

    private static final Duration IMPATIENT_AFTER = Duration.ofSeconds(1);

    private final CountDownLatch asked = new CountDownLatch(1);

    // Guarded by this.
    private long firstAt;

    private StopSignals() {}

    /** From here on the two signals no longer end the process by themselves. */
    static StopSignals listen() {
        StopSignals signals = new StopSignals();
        try {
            signals.handle("INT");
            signals.handle("TERM");
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This Java cannot handle signals; it needs the module jdk.unsupported", e);
        }
        return signals;
    }

    /** Whether the first signal has come. */
    boolean isStopping() {
        return asked.getCount() == 0;
    }

    /** Returns when the first signal has come. */
    void await() {
        try {
            asked.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns when the first signal has come, or after this time; true for a signal. */
    boolean await(Duration longest) {
        try {
            return asked.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    /**
     * A terminal and the tool that started us may each pass on the same Ctrl-C, so that only what comes a second later
     * is taken for impatience.
     */
    private synchronized void ask() {
        if (asked.getCount() == 0 && System.nanoTime() - firstAt > IMPATIENT_AFTER.toNanos()) {
            Runtime.getRuntime().halt(STOPPED_BY_FORCE);
        }
        if (asked.getCount() > 0) {
            firstAt = System.nanoTime();
            asked.countDown();
        }
    }

    /** By reflection, because the compiler warns of the class and cannot be told that it is meant. */
    private void handle(String name) throws ReflectiveOperationException {
        Class<?> signal = Class.forName("sun.misc.Signal");
        Class<?> handler = Class.forName("sun.misc.SignalHandler");
        Object asking =
                Proxy.newProxyInstance(handler.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                    if (method.getName().equals("handle")) {
                        ask();
                    }
                    return null;
                });
        signal.getMethod("handle", signal, handler)
                .invoke(null, signal.getConstructor(String.class).newInstance(name), asking);
    }
}
