package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import dev.busway.emulator.queue.MessageEvent;
import dev.busway.proof.Violation.Kind;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** Delivery counts move by abandon, lost locks, deferring and dead-lettering only, and not at all in a calm. */
final class CountsStayCalm implements Rule {

    private static final Set<MessageEvent.Kind> COUNTED = EnumSet.of(
            MessageEvent.Kind.ABANDONED,
            MessageEvent.Kind.LOCK_EXPIRED,
            MessageEvent.Kind.DEFERRED,
            MessageEvent.Kind.DEAD_LETTERED);

    @Override
    public void check(Story story, Expectations expectations, Consumer<Violation> violations) {
        Map<Long, Integer> counts = new HashMap<>();
        for (HistoryEvent event : story.events()) {
            if (!event.queue().equalsIgnoreCase(expectations.inputQueue())) {
                continue;
            }
            Integer before = counts.put(event.sequenceNumber(), event.deliveryCount());
            boolean moved = before == null ? event.deliveryCount() > 0 : event.deliveryCount() != before;
            if (moved && !COUNTED.contains(event.kind())) {
                violations.accept(new Violation(
                        Kind.COUNT_MOVED,
                        String.valueOf(event.messageId()),
                        "by " + event.kind() + ", event " + event.number()));
            }
            if (moved) {
                checkCalms(event, expectations, violations);
            }
        }
    }

    private static void checkCalms(HistoryEvent event, Expectations expectations, Consumer<Violation> violations) {
        for (Expectations.Calm calm : expectations.calms()) {
            if (event.number() >= calm.from()
                    && event.number() < calm.to()
                    && !calm.excepted().contains(event.messageId())) {
                violations.accept(new Violation(
                        Kind.COUNT_MOVED,
                        String.valueOf(event.messageId()),
                        "by " + event.kind() + " during " + calm.cause() + ", event " + event.number()));
            }
        }
    }
}
