package dev.busway.bench;

/**
 * How long messages took from queue to queue, in milliseconds.
 *
 * @param count how many were measured
 */
record Latencies(long count, double p50, double p99, double p999, double longest) {

    static Latencies parse(String line) {
        String[] words = line.split(" ", -1);
        return new Latencies(
                Long.parseLong(words[0]),
                Double.parseDouble(words[1]),
                Double.parseDouble(words[2]),
                Double.parseDouble(words[3]),
                Double.parseDouble(words[4]));
    }
}
