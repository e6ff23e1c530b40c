package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import dev.busway.emulator.queue.MessageEvent;
import dev.busway.proof.Violation.Kind;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/** A later attempt arrives no earlier than its configured delay after it was scheduled. */
final class DelaysAreKept implements Rule {

    @Override
    public void check(Story story, Expectations expectations, Consumer<Violation> violations) {
        Map<String, HistoryEvent> scheduled = new HashMap<>();
        for (HistoryEvent event : story.events()) {
            if (!event.queue().equalsIgnoreCase(expectations.inputQueue())) {
                continue;
            }
            int attempt = expectations.lineage().originOf(event).attempt();
            if (attempt == 0) {
                continue;
            }
            if (event.kind() == MessageEvent.Kind.SCHEDULED) {
                scheduled.put(event.messageId(), event);
            } else if (event.kind() == MessageEvent.Kind.ENQUEUED) {
                HistoryEvent since = scheduled.getOrDefault(event.messageId(), event);
                Duration waited = Duration.between(since.time(), event.time());
                Duration least = expectations.delayOfAttempt().apply(attempt);
                if (waited.compareTo(least) < 0) {
                    violations.accept(new Violation(
                            Kind.TOO_EARLY,
                            event.messageId(),
                            "attempt " + attempt + " came after " + waited + ", not before " + least
                                    + " was configured"));
                }
            }
        }
    }
}
