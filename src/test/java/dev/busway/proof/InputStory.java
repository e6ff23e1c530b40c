package dev.busway.proof;

import dev.busway.emulator.HistoryEvent;
import java.util.ArrayList;
import java.util.List;

/** What a history tells of one input: of the message itself, its later attempts, and its outputs. */
final class InputStory {

    private final String input;
    private final List<HistoryEvent> sent = new ArrayList<>();
    private final List<HistoryEvent> completed = new ArrayList<>();
    private final List<HistoryEvent> deadLettered = new ArrayList<>();
    private final List<HistoryEvent> removed = new ArrayList<>();
    private final List<HistoryEvent> attempts = new ArrayList<>();
    private final List<HistoryEvent> outputs = new ArrayList<>();

    InputStory(String input) {
        this.input = input;
    }

    String input() {
        return input;
    }

    /** Each time that it was put into the input queue by its sender. */
    List<HistoryEvent> sent() {
        return sent;
    }

    List<HistoryEvent> completed() {
        return completed;
    }

    List<HistoryEvent> deadLettered() {
        return deadLettered;
    }

    /** Each time that it went without being finished: expired, deleted, cancelled. */
    List<HistoryEvent> removed() {
        return removed;
    }

    /** Each later attempt that was scheduled; the completion of its predecessor is not an end. */
    List<HistoryEvent> attempts() {
        return attempts;
    }

    /** The first sight of every output. */
    List<HistoryEvent> outputs() {
        return outputs;
    }

    /** Completions that were an end and not the step to a later attempt. */
    int ends() {
        return completed.size() - attempts.size();
    }
}
