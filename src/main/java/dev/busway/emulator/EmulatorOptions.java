package dev.busway.emulator;

import dev.busway.emulator.queue.AzureRule;
import dev.busway.emulator.queue.EngineSettings;
import dev.busway.emulator.queue.QueueSettings;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;

/**
 * How an emulator is to run.
 *
 * @param host address to listen on, default {@code 127.0.0.1}
 * @param port port to listen on, default 0: a free one
 * @param createOnFirstUse whether a queue that nobody declared is created when it is first used, default true
 * @param newQueues settings of such queues (the name is not used), default {@link QueueSettings#of}
 * @param standingTime whether time stands still but for {@link EmulatorClock#advance}, default false
 * @param idleTimeouts whether unused links and connections are closed as Service Bus does, default true
 * @param historyLimit how many events {@link History} keeps, the youngest; default 200,000; 0 for none
 * @param maxMessageSize bytes of one message, default 256 KiB as in the Standard tier; a batch takes at most 1 MiB of it
 * @param rules the rules of Azure that are kept, default all; see {@link #withoutRules}
 * @param memoryInBytes what all messages may take together before senders are refused with
 *     {@code amqp:resource-limit-exceeded}, default 60 % of the largest heap
 */
public record EmulatorOptions(
        String host,
        int port,
        boolean createOnFirstUse,
        QueueSettings newQueues,
        boolean standingTime,
        boolean idleTimeouts,
        int historyLimit,
        int maxMessageSize,
        Set<AzureRule> rules,
        long memoryInBytes) {

    private static final int LARGEST_MESSAGE = 100 * 1024 * 1024;
    private static final int HIGHEST_PORT = 65_535;

    public static final EmulatorOptions DEFAULT = new EmulatorOptions(
            "127.0.0.1",
            0,
            true,
            QueueSettings.of("template"),
            false,
            true,
            200_000,
            EngineSettings.DEFAULT.maxMessageSize(),
            EngineSettings.DEFAULT.rules(),
            EngineSettings.DEFAULT.memoryInBytes());

    public EmulatorOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(newQueues, "newQueues");
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be 0 to " + HIGHEST_PORT + ": " + port);
        }
        if (historyLimit < 0) {
            throw new IllegalArgumentException("historyLimit must not be negative: " + historyLimit);
        }
        if (maxMessageSize < 1 || maxMessageSize > LARGEST_MESSAGE) {
            throw new IllegalArgumentException(
                    "maxMessageSize must be 1 to " + LARGEST_MESSAGE + ": " + maxMessageSize);
        }
        rules = Set.copyOf(rules);
        if (memoryInBytes < 1) {
            throw new IllegalArgumentException("memoryInBytes must be at least 1: " + memoryInBytes);
        }
    }

    public EmulatorOptions withHost(String newHost) {
        return change(draft -> draft.host = newHost);
    }

    public EmulatorOptions withPort(int newPort) {
        return change(draft -> draft.port = newPort);
    }

    public EmulatorOptions withCreateOnFirstUse(boolean create) {
        return change(draft -> draft.createOnFirstUse = create);
    }

    public EmulatorOptions withNewQueues(QueueSettings settings) {
        return change(draft -> draft.newQueues = settings);
    }

    public EmulatorOptions withStandingTime(boolean standing) {
        return change(draft -> draft.standingTime = standing);
    }

    public EmulatorOptions withIdleTimeouts(boolean close) {
        return change(draft -> draft.idleTimeouts = close);
    }

    public EmulatorOptions withHistoryLimit(int events) {
        return change(draft -> draft.historyLimit = events);
    }

    public EmulatorOptions withMaxMessageSize(int bytes) {
        return change(draft -> draft.maxMessageSize = bytes);
    }

    public EmulatorOptions withMemoryInBytes(long bytes) {
        return change(draft -> draft.memoryInBytes = bytes);
    }

    /** Without some of the rules of Azure, so that a test can see what its program would do if they did not hold. */
    public EmulatorOptions withoutRules(AzureRule... switchedOff) {
        EnumSet<AzureRule> left = EnumSet.noneOf(AzureRule.class);
        left.addAll(rules);
        List.of(switchedOff).forEach(left::remove);
        return change(draft -> draft.rules = left);
    }

    private EmulatorOptions change(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** Options while one of them is changed. */
    private static final class Draft {

        private String host;
        private int port;
        private boolean createOnFirstUse;
        private QueueSettings newQueues;
        private boolean standingTime;
        private boolean idleTimeouts;
        private int historyLimit;
        private int maxMessageSize;
        private Set<AzureRule> rules;
        private long memoryInBytes;

        private Draft(EmulatorOptions from) {
            host = from.host;
            port = from.port;
            createOnFirstUse = from.createOnFirstUse;
            newQueues = from.newQueues;
            standingTime = from.standingTime;
            idleTimeouts = from.idleTimeouts;
            historyLimit = from.historyLimit;
            maxMessageSize = from.maxMessageSize;
            rules = from.rules;
            memoryInBytes = from.memoryInBytes;
        }

        private EmulatorOptions done() {
            return new EmulatorOptions(
                    host,
                    port,
                    createOnFirstUse,
                    newQueues,
                    standingTime,
                    idleTimeouts,
                    historyLimit,
                    maxMessageSize,
                    rules,
                    memoryInBytes);
        }
    }
}
