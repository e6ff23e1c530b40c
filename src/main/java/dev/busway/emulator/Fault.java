package dev.busway.emulator;

import java.time.Duration;
import java.util.Objects;

/**
 * Something that goes wrong; a value, to be handed to {@link Faults#inject}.
 *
 * <p>Where a fault names a queue it is meant for that one only; {@code null} means for all. Conditions are those of the
 * wire, such as {@code com.microsoft:server-busy} or {@code amqp:internal-error}.
 */
public sealed interface Fault {

    /** The step is refused with an error and not done. */
    record Refuse(FaultStep step, String queue, String condition) implements Fault {
        public Refuse {
            check(step, queue);
            Objects.requireNonNull(condition, "condition");
        }
    }

    /**
     * Every step on the queue is refused, because the service throttles its clients; tokens and transactions are not.
     *
     * @param askedWait how long clients are asked to wait, in the text of the error only; whole seconds
     */
    record ServerBusy(String queue, Duration askedWait) implements Fault {

        private static final Duration USUAL_WAIT = Duration.ofSeconds(10);

        public ServerBusy {
            Objects.requireNonNull(askedWait, "askedWait");
            if (askedWait.isNegative()) {
                throw new IllegalArgumentException("askedWait must not be negative: " + askedWait);
            }
        }

        /** Asks for the 10 s that Service Bus usually asks for. */
        public ServerBusy(String queue) {
            this(queue, USUAL_WAIT);
        }
    }

    /** The step is done at once, but answered later. An attach is done later, too. */
    record Delay(FaultStep step, String queue, Duration duration) implements Fault {
        public Delay {
            check(step, queue);
            Objects.requireNonNull(duration, "duration");
        }
    }

    /** The step is done, but the client never hears of it: its connection is cut instead of answered. */
    record LoseAnswer(FaultStep step, String queue) implements Fault {
        public LoseAnswer {
            check(step, queue);
        }
    }

    /** The step is done, but never answered; the connection stays. An attach, or a token, is not done. */
    record Stall(FaultStep step, String queue) implements Fault {
        public Stall {
            check(step, queue);
        }
    }

    /** The connection is cut before the step is done. */
    record CutConnection(FaultStep step, String queue) implements Fault {
        public CutConnection {
            check(step, queue);
        }
    }

    /** The link is detached with an error before the step is done. */
    record DetachLink(FaultStep step, String queue, String condition) implements Fault {
        public DetachLink {
            check(step, queue);
            Objects.requireNonNull(condition, "condition");
        }
    }

    /** The lock ends just before the message is settled. */
    record LoseLock(String queue) implements Fault {}

    /** All that is written travels so much longer; order is kept. Can be injected until it is switched off only. */
    record Latency(Duration toEmulator, Duration toClients) implements Fault {
        public Latency {
            Objects.requireNonNull(toEmulator, "toEmulator");
            Objects.requireNonNull(toClients, "toClients");
        }
    }

    private static void check(FaultStep step, String queue) {
        Objects.requireNonNull(step, "step");
        if (queue != null && (step == FaultStep.DECLARE || step == FaultStep.DISCHARGE || step == FaultStep.TOKEN)) {
            throw new IllegalArgumentException("queue must be null: a " + step + " belongs to no queue");
        }
    }
}
