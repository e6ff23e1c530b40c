package dev.busway.proof;

/**
 * Something in a history that must not be.
 *
 * @param kind which rule it breaks
 * @param subject message id, session id or cause that it is about
 * @param text what was seen
 */
public record Violation(Kind kind, String subject, String text) {

    /** What can be wrong. */
    public enum Kind {
        /** The history has gaps, so nothing can be proved with it. */
        INCOMPLETE_HISTORY,
        /** An input was removed, and there is neither its output nor a dead letter. */
        LOST,
        /** An input is neither completed nor dead-lettered. */
        UNFINISHED,
        /** An input was finished more often than it was sent. */
        FINISHED_TWICE,
        /** An input was dead-lettered and has an output too. */
        OUTPUT_AND_DEAD_LETTER,
        /** An input was dead-lettered without a reason. */
        NO_REASON,
        /** More outputs than inputs where each must come exactly once. */
        DOUBLED,
        /** An output that belongs to no input. */
        STRANGER,
        /** Atomic: an output that did not appear together with the completion of its input. */
        OUTPUT_WITHOUT_COMPLETION,
        /** At least once: an input was completed before its output was accepted. */
        COMPLETED_BEFORE_OUTPUT,
        /** At least once: a repeated output has another message id, so that nobody can remove it. */
        REPEAT_WITH_ANOTHER_ID,
        /** A later attempt came earlier than configured. */
        TOO_EARLY,
        /** Outputs or completions of one session are not in the order of its inputs. */
        OUT_OF_ORDER,
        /** A delivery was counted where none may be, such as by a drain. */
        COUNT_MOVED
    }

    @Override
    public String toString() {
        return kind + " " + subject + ": " + text;
    }
}
