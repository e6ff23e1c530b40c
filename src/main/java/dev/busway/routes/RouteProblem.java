package dev.busway.routes;

import java.util.Objects;

/**
 * Something in a route file, or around it, that keeps an app from running as it is meant to.
 *
 * @param file the file as the user named it
 * @param line the line in it, counted from 1; 0 if the problem has no line
 * @param what what is wrong, one sentence without values of messages or secrets
 * @param remedy what to write instead, one sentence
 */
public record RouteProblem(String file, int line, String what, String remedy) {

    public RouteProblem {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(what, "what");
        Objects.requireNonNull(remedy, "remedy");
    }

    /** The file with its line as editors and terminals understand it. */
    public String place() {
        return line > 0 ? file + ":" + line : file;
    }

    @Override
    public String toString() {
        return place() + ": " + what + " " + remedy;
    }
}
