package dev.busway.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import picocli.CommandLine.Option;

/** {@code --json}: what a command has found, for a program. */
final class JsonOutput {

    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "Write JSON for programs")
    private boolean wanted;

    boolean isWanted() {
        return wanted;
    }

    /** One object for people to look at too. */
    static void pretty(PrintWriter out, Object value) {
        try {
            out.println(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(value));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " is no JSON", e);
        }
    }

    /** One object on one line, where many follow one another. */
    static void line(PrintWriter out, Object value) {
        try {
            out.println(JSON.writeValueAsString(value));
            out.flush();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(value.getClass() + " is no JSON", e);
        }
    }
}
