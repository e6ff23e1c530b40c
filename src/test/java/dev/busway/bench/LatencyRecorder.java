package dev.busway.bench;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/** Measures from the moment a message is enqueued in one queue to the moment its output is enqueued in another. */
final class LatencyRecorder {

    private static final double[] SHARES = {0.5, 0.99, 0.999, 1};

    // Confined to the emulator's thread.
    private final Map<String, Long> enqueued = new HashMap<>();
    private String input = "";
    private String output = "";
    private long[] nanos = new long[1024];
    private int count;

    /** Forgets what it has and watches these queues. */
    int watch(String newInput, String newOutput) {
        input = newInput;
        output = newOutput;
        enqueued.clear();
        count = 0;
        return 0;
    }

    void enqueued(String queue, String messageId) {
        if (queue.equals(input)) {
            enqueued.put(messageId, System.nanoTime());
        } else if (queue.equals(output)) {
            Long from = enqueued.remove(messageId.substring(0, Load.ID_LENGTH));
            if (from != null) {
                add(System.nanoTime() - from);
            }
        }
    }

    /** How many there were, then the 50th, 99th and 99.9th percentile and the longest, in milliseconds. */
    String report() {
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return count + " "
                + DoubleStream.of(SHARES)
                        .map(share -> count == 0 ? 0 : sorted[(int) Math.ceil(share * count) - 1] / 1e6)
                        .mapToObj(millis -> String.format(Locale.ROOT, "%.2f", millis))
                        .collect(Collectors.joining(" "));
    }

    private void add(long latency) {
        if (count == nanos.length) {
            nanos = Arrays.copyOf(nanos, 2 * count);
        }
        nanos[count++] = latency;
    }
}
