package dev.busway.emulator.queue;

import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/**
 * How the engine as a whole behaves.
 *
 * @param createOnFirstUse whether an unknown queue or subscription, with its topic, is created when it is asked for, default true
 * @param template settings of such queues (its name is not used), default {@link QueueSettings#of}
 * @param maxMessageSize bytes, default 256 KiB; also the limit of a session's state
 * @param rules the rules of Azure that are kept, default all
 * @param memoryInBytes what all messages may take together, default 60 % of the largest heap
 */
public record EngineSettings(
        boolean createOnFirstUse,
        QueueSettings template,
        int maxMessageSize,
        Set<AzureRule> rules,
        long memoryInBytes) {

    /** What is left for everything else is enough for a message that is on its way in, out, and in a buffer. */
    private static final double SHARE_OF_THE_HEAP = 0.6;

    public static final EngineSettings DEFAULT = new EngineSettings(true, QueueSettings.of("template"), 256 * 1024);

    public EngineSettings {
        Objects.requireNonNull(template, "template");
        if (maxMessageSize < 1) {
            throw new IllegalArgumentException("maxMessageSize must be at least 1: " + maxMessageSize);
        }
        rules = Set.copyOf(rules);
        if (memoryInBytes < 1) {
            throw new IllegalArgumentException("memoryInBytes must be at least 1: " + memoryInBytes);
        }
    }

    /** With all rules of Azure. */
    public EngineSettings(boolean createOnFirstUse, QueueSettings template, int maxMessageSize) {
        this(createOnFirstUse, template, maxMessageSize, EnumSet.allOf(AzureRule.class), (long)
                (Runtime.getRuntime().maxMemory() * SHARE_OF_THE_HEAP));
    }
}
