package dev.busway.emulator;

import dev.busway.emulator.queue.QueueSettings;
import java.util.Objects;

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
 */
public record EmulatorOptions(
        String host,
        int port,
        boolean createOnFirstUse,
        QueueSettings newQueues,
        boolean standingTime,
        boolean idleTimeouts,
        int historyLimit) {

    private static final int HIGHEST_PORT = 65_535;

    public static final EmulatorOptions DEFAULT =
            new EmulatorOptions("127.0.0.1", 0, true, QueueSettings.of("template"), false, true, 200_000);

    public EmulatorOptions {
        Objects.requireNonNull(host, "host");
        Objects.requireNonNull(newQueues, "newQueues");
        if (port < 0 || port > HIGHEST_PORT) {
            throw new IllegalArgumentException("port must be 0 to " + HIGHEST_PORT + ": " + port);
        }
        if (historyLimit < 0) {
            throw new IllegalArgumentException("historyLimit must not be negative: " + historyLimit);
        }
    }

    public EmulatorOptions withHost(String newHost) {
        return new EmulatorOptions(
                newHost, port, createOnFirstUse, newQueues, standingTime, idleTimeouts, historyLimit);
    }

    public EmulatorOptions withPort(int newPort) {
        return new EmulatorOptions(
                host, newPort, createOnFirstUse, newQueues, standingTime, idleTimeouts, historyLimit);
    }

    public EmulatorOptions withCreateOnFirstUse(boolean create) {
        return new EmulatorOptions(host, port, create, newQueues, standingTime, idleTimeouts, historyLimit);
    }

    public EmulatorOptions withNewQueues(QueueSettings settings) {
        return new EmulatorOptions(host, port, createOnFirstUse, settings, standingTime, idleTimeouts, historyLimit);
    }

    public EmulatorOptions withStandingTime(boolean standing) {
        return new EmulatorOptions(host, port, createOnFirstUse, newQueues, standing, idleTimeouts, historyLimit);
    }

    public EmulatorOptions withIdleTimeouts(boolean close) {
        return new EmulatorOptions(host, port, createOnFirstUse, newQueues, standingTime, close, historyLimit);
    }

    public EmulatorOptions withHistoryLimit(int events) {
        return new EmulatorOptions(host, port, createOnFirstUse, newQueues, standingTime, idleTimeouts, events);
    }
}
