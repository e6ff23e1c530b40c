package dev.busway.emulator.amqp;

import java.time.Duration;
import org.apache.qpid.proton.amqp.Symbol;

/** Where faults get in: asked before each step that a test may want to go wrong. On the engine's thread. */
public interface Interference {

    /** Nothing ever goes wrong. */
    Interference NONE = new Interference() {
        @Override
        public Verdict on(Step step, String entity) {
            return Verdict.PASS;
        }
    };

    /** What can be made to go wrong. */
    enum Step {
        SEND,
        SETTLEMENT,
        RENEWAL,
        ATTACH,
        DECLARE,
        DISCHARGE,
        TOKEN,
        MANAGEMENT
    }

    /** What happens to a step. */
    sealed interface Verdict {

        Verdict PASS = new Pass();

        /** It goes on as it should. */
        record Pass() implements Verdict {}

        /** It is refused and not done. */
        record Refuse(Symbol condition, String description) implements Verdict {}

        /** It is done at once, but answered later. */
        record Delay(Duration duration) implements Verdict {}

        /** It is done, but never answered. */
        record LoseAnswer(boolean thenCutConnection) implements Verdict {}

        /** It is not done: the connection is cut instead. */
        record Cut() implements Verdict {}

        /** It is not done: the link is detached instead. */
        record Detach(Symbol condition, String description) implements Verdict {}

        /** The lock that a settlement is about ends first. */
        record LoseLock() implements Verdict {}
    }

    /**
     * Decides about one step.
     *
     * @param entity address of the entity it is about; empty for a token and on a control link
     */
    Verdict on(Step step, String entity);

    /** How much later than it was written what goes to clients gets there. */
    default Duration outboundLatency() {
        return Duration.ZERO;
    }

    /** How much later than it arrived what clients write is looked at. */
    default Duration inboundLatency() {
        return Duration.ZERO;
    }
}
