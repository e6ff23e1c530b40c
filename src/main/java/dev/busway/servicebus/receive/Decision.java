package dev.busway.servicebus.receive;

import dev.busway.servicebus.handoff.Output;
import java.util.List;
import java.util.Map;

/** What shall happen to a message now that its route has ended. */
public sealed interface Decision {

    /** Send the outputs, of which there may be none, and complete the message. */
    record Complete(List<Output> outputs) implements Decision {
        @Override
        public void match(Cases cases) {
            cases.complete(this);
        }
    }

    /** Send a copy that arrives later, and complete the message. */
    record TryLater(Output copy, String kind, String description) implements Decision {
        @Override
        public void match(Cases cases) {
            cases.tryLater(this);
        }
    }

    /** Give the message back with the delivery counted. */
    record Abandon(String kind, String description) implements Decision {
        @Override
        public void match(Cases cases) {
            cases.abandon(this);
        }
    }

    /** Move the message aside; {@code properties} are added to it there. */
    record DeadLetter(String reason, String description, Map<String, Object> properties) implements Decision {
        @Override
        public void match(Cases cases) {
            cases.deadLetter(this);
        }
    }

    /** Calls the method for this decision: whoever reads decisions has to say what to do about each. */
    void match(Cases cases);

    /** What to do about each decision that there is. */
    interface Cases {

        void complete(Complete decision);

        void tryLater(TryLater decision);

        void abandon(Abandon decision);

        void deadLetter(DeadLetter decision);
    }
}
