package dev.busway.command;

import dev.busway.logging.LogSetup;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.util.Locale;

/**
 * Chooses format and stream of the log. Logback reads the choice when the first logger is made, so it is made first:
 * a class on the way there must not have a logger.
 */
final class Logs {

    private Logs() {}

    /** For a host: standard output, text for a person and JSON lines for a machine. */
    static void ofHost(Settings settings) {
        String format = settings.find(LogSetup.FORMAT).orElse("auto").toLowerCase(Locale.ROOT);
        String chosen =
                switch (format) {
                    case "auto" -> Terminal.isThere() ? "text" : "json";
                    case "text", "json" -> format;
                    default ->
                        throw new ConfigurationException(
                                LogSetup.FORMAT + " is \"" + format + "\"; it must be auto, text or json.");
                };
        System.setProperty(LogSetup.FORMAT, chosen);
    }

    /** For somebody who looks on: text, whatever the stream. */
    static void ofDeveloper() {
        System.setProperty(LogSetup.FORMAT, "text");
    }

    /** For a tool, whose standard output is its result: only what is wrong, on standard error. */
    static void ofTool() {
        ofTool("WARN");
    }

    /** The same from a level on. */
    static void ofTool(String level) {
        System.setProperty(LogSetup.FORMAT, "text");
        System.setProperty(LogSetup.TARGET, "System.err");
        System.setProperty(LogSetup.LEVEL, level);
    }
}
