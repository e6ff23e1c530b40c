package dev.busway.check;

import java.util.Objects;

/**
 * What was found out about one thing that the apps need.
 *
 * @param verdict what it means
 * @param app the route id; empty when it concerns all apps
 * @param queue the queue; empty when it concerns none
 * @param text what was found, one line
 * @param remedy what to do about it, one line; empty when there is nothing to do
 */
public record Finding(Verdict verdict, String app, String queue, String text, String remedy) {

    /** What a finding means. */
    public enum Verdict {
        /** As it must be. */
        GOOD,
        /** Works, and could be better. */
        ADVICE,
        /** Cannot be seen from here, which is no fault. */
        UNKNOWN,
        /** Keeps an app from working. */
        BAD
    }

    public Finding {
        Objects.requireNonNull(verdict, "verdict");
        Objects.requireNonNull(app, "app");
        Objects.requireNonNull(queue, "queue");
    }

    static Finding good(String app, String queue, String text) {
        return new Finding(Verdict.GOOD, app, queue, text, "");
    }

    static Finding bad(String app, String queue, String text, String remedy) {
        return new Finding(Verdict.BAD, app, queue, text, remedy);
    }

    /** Text and remedy in one line. */
    public String line() {
        return remedy.isEmpty() ? text : text + " -> " + remedy;
    }
}
