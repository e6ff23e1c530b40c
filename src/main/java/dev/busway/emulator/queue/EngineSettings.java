package dev.busway.emulator.queue;

import java.util.Objects;

/**
 * How the engine as a whole behaves.
 *
 * @param createOnFirstUse whether an unknown queue or subscription, with its topic, is created when it is asked for, default true
 * @param template settings of such queues (its name is not used), default {@link QueueSettings#of}
 * @param maxMessageSize bytes, default 256 KiB; also the limit of a session's state
 */
public record EngineSettings(boolean createOnFirstUse, QueueSettings template, int maxMessageSize) {

    public static final EngineSettings DEFAULT = new EngineSettings(true, QueueSettings.of("template"), 256 * 1024);

    public EngineSettings {
        Objects.requireNonNull(template, "template");
        if (maxMessageSize < 1) {
            throw new IllegalArgumentException("maxMessageSize must be at least 1: " + maxMessageSize);
        }
    }
}
