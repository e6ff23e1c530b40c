package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import dev.busway.emulator.queue.MessageEvent.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A history sorted by input; read once, in one pass. */
final class Story {

    private final Expectations expectations;
    private final List<HistoryEvent> events;
    private final Map<String, InputStory> byInput = new LinkedHashMap<>();
    private final List<HistoryEvent> strangers = new ArrayList<>();
    /** Scheduled messages that have not arrived, by queue and message id; their arrival is no second message. */
    private final Map<String, Integer> underWay = new HashMap<>();

    Story(Expectations expectations, List<HistoryEvent> events) {
        this.expectations = expectations;
        this.events = events;
        expectations.inputs().forEach(input -> byInput.put(input, new InputStory(input)));
        events.forEach(this::add);
    }

    List<HistoryEvent> events() {
        return events;
    }

    Iterable<InputStory> inputs() {
        return byInput.values();
    }

    /** Outputs and inputs that belong to no input. */
    List<HistoryEvent> strangers() {
        return strangers;
    }

    private void add(HistoryEvent event) {
        if (event.queue().equalsIgnoreCase(expectations.inputQueue())) {
            addInput(event, isNew(event));
        } else if (expectations.outputQueues().stream().anyMatch(event.queue()::equalsIgnoreCase) && isNew(event)) {
            addOutput(event);
        }
    }

    private void addInput(HistoryEvent event, boolean fresh) {
        Lineage.Origin origin = expectations.lineage().originOf(event);
        InputStory story = byInput.get(origin.input());
        if (story == null) {
            strangers.add(event);
            return;
        }
        switch (event.kind()) {
            case ENQUEUED, SCHEDULED -> {
                if (fresh) {
                    (origin.attempt() == 0 ? story.sent() : story.attempts()).add(event);
                }
            }
            case COMPLETED, RECEIVED_AND_DELETED -> story.completed().add(event);
            case DEAD_LETTERED -> story.deadLettered().add(event);
            case EXPIRED, DELETED, CANCELLED -> story.removed().add(event);
            default -> {
                // steps on the way to an end
            }
        }
    }

    private void addOutput(HistoryEvent event) {
        Optional<InputStory> story = expectations.lineage().inputOf(event).map(byInput::get);
        if (story.isPresent()) {
            story.get().outputs().add(event);
        } else {
            strangers.add(event);
        }
    }

    private boolean isNew(HistoryEvent event) {
        String key = event.queue() + '\n' + event.messageId();
        if (event.kind() == Kind.SCHEDULED) {
            underWay.merge(key, 1, Integer::sum);
            return true;
        }
        if (event.kind() == Kind.CANCELLED) {
            underWay.computeIfPresent(key, (same, count) -> count - 1);
            return false;
        }
        if (event.kind() != Kind.ENQUEUED) {
            return false;
        }
        if (underWay.getOrDefault(key, 0) > 0) {
            underWay.merge(key, -1, Integer::sum);
            return false;
        }
        return true;
    }
}
