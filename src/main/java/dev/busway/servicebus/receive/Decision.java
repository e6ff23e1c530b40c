package dev.busway.servicebus.receive;

import dev.busway.servicebus.handoff.Output;
import java.util.List;
import java.util.Map;

/** What shall happen to a message now that its route has ended. */
public sealed interface Decision {

    /** Send the outputs, of which there may be none, and complete the message. */
    record Complete(List<Output> outputs) implements Decision {}

    /** Send a copy that arrives later, and complete the message. */
    record TryLater(Output copy, String kind, String description) implements Decision {}

    /** Give the message back with the delivery counted. */
    record Abandon(String kind, String description) implements Decision {}

    /** Move the message aside; {@code properties} are added to it there. */
    record DeadLetter(String reason, String description, Map<String, Object> properties) implements Decision {}
}
