package dev.busway.emulator.amqp.management;

/** How much one answer of a management node holds; whoever wants more asks again from where it ended. */
final class Bounds {

    private static final int MOST_MESSAGES = 250;
    static final long MOST_BYTES = 1024 * 1024;

    private Bounds() {}

    /** As many as were asked for, up to the limit. */
    static int count(long wanted) {
        if (wanted < 1) {
            throw new InvalidRequest("A count must be at least 1, not " + wanted + ".");
        }
        return (int) Math.min(wanted, MOST_MESSAGES);
    }
}
