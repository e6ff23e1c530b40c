package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.AzureRule;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * Limits of the wire; the times are those of Azure Service Bus and run on the engine's clock.
 *
 * @param maxMessageSize bytes of one transfer, a batch included
 * @param idleTimeouts whether unused links and connections are closed at all
 * @param rules the rules of Azure that are kept
 */
public record WireSettings(int maxMessageSize, boolean idleTimeouts, Set<AzureRule> rules) {

    static final int MAX_FRAME_SIZE = 64 * 1024;
    static final int CHANNEL_MAX = 4999;
    /** Credit that a sender is granted; topped up when half of it is used. */
    static final int SENDER_CREDIT = 1000;
    /** Credit of a request link or a control link. */
    static final int REQUEST_CREDIT = 500;

    static final Duration IDLE_LINK = Duration.ofMinutes(10);
    static final Duration CONNECTION_NEVER_USED = Duration.ofMinutes(1);
    static final Duration CONNECTION_WITHOUT_LINK = Duration.ofMinutes(5);
    static final Duration FIRST_TOKEN = Duration.ofSeconds(20);
    /** How long a peer has to answer a close; in real time. */
    static final Duration CLOSE_UNANSWERED = Duration.ofSeconds(5);
    /** How long a client may leave unread what waits for it. */
    static final Duration CLIENT_STALLED = Duration.ofMinutes(1);

    /** Output of one connection that waits, in bytes, above which its links are not given more messages. */
    static final int ENOUGH_OUTPUT = 1024 * 1024;
    /** Output of one connection, written or delayed by a fault, above which it is not given more messages, in bytes. */
    static final int MUCH_OUTPUT = 4 * 1024 * 1024;
    /** Output of one connection that its client does not read, in bytes, above which it is closed. */
    static final int TOO_MUCH_OUTPUT = 16 * 1024 * 1024;

    public static final WireSettings DEFAULT = new WireSettings(256 * 1024, true, EnumSet.allOf(AzureRule.class));

    /** What a batch may take, in bytes, where single messages may be larger. */
    private static final int LARGEST_BATCH = 1024 * 1024;

    private static final long LARGEST_UNFINISHED = 16L * 1024 * 1024;
    private static final int HIGHEST_HANDLE = 254;
    /** What the protocol engine is able to. */
    private static final int HIGHEST_HANDLE_WITHOUT_RULE = 65_535;

    public WireSettings {
        rules = Set.copyOf(rules);
    }

    boolean keeps(AzureRule rule) {
        return rules.contains(rule);
    }

    /** What one connection may have sent of messages whose end has not come, in bytes. */
    long maxUnfinished() {
        return Math.max(LARGEST_UNFINISHED, 2L * maxMessageSize);
    }

    int maxBatchSize() {
        return keeps(AzureRule.BATCH_SIZE) ? Math.min(LARGEST_BATCH, maxMessageSize) : maxMessageSize;
    }

    int highestHandle() {
        return keeps(AzureRule.LINKS_PER_SESSION) ? HIGHEST_HANDLE : HIGHEST_HANDLE_WITHOUT_RULE;
    }
}
