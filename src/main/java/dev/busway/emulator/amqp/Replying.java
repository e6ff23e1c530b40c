package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.Time;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.engine.Link;

/** Carries out a step under the verdict of the {@link Interference}: done or refused, answered now, late or never. */
final class Replying {

    private Replying() {}

    /**
     * Carries out a step.
     *
     * @param link the link that the step came on
     * @param refuse answers that the step was refused
     * @param perform does the step and says how to answer
     */
    static void under(
            Interference.Verdict verdict,
            Time time,
            AmqpConnection connection,
            Link link,
            Refusing refuse,
            Performing perform) {
        if (verdict == Interference.Verdict.PASS) {
            perform.perform().run();
        } else if (verdict instanceof Interference.Verdict.Refuse refusal) {
            refuse.refuse(refusal.condition(), refusal.description());
        } else if (verdict instanceof Interference.Verdict.Delay delay) {
            Runnable answer = perform.perform();
            time.at(time.now() + delay.duration().toMillis(), () -> {
                answer.run();
                connection.wake();
            });
        } else if (verdict instanceof Interference.Verdict.LoseAnswer lose) {
            perform.perform();
            if (lose.thenCutConnection()) {
                connection.cut();
            }
        } else if (verdict instanceof Interference.Verdict.Cut) {
            connection.cut();
        } else if (verdict instanceof Interference.Verdict.Detach detach && AttachedLink.of(link) != null) {
            connection.links().detach(AttachedLink.of(link), detach.condition(), detach.description());
        } else {
            perform.perform().run();
        }
    }

    /** Answers with a refusal. */
    @FunctionalInterface
    interface Refusing {
        void refuse(Symbol condition, String description);
    }

    /** Does the step at once and returns its answer, to be given when the time has come. */
    @FunctionalInterface
    interface Performing {
        Runnable perform();
    }
}
