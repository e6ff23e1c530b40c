package dev.busway.command;

import dev.busway.logging.LogSetup;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.util.Locale;
import java.util.Set;

/**
 * Chooses format and stream of the log. Logback reads the choice when the first logger is made, so it is made first:
 * a class on the way there must not have a logger.
 */
final class Logs {

    private static final Set<String> LEVELS = Set.of("TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

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
        choose(settings);
    }

    /** What a person set; levels of loggers are named by properties, or by variables whose underscores are dots. */
    private static void choose(Settings settings) {
        settings.find(LogSetup.LEVEL)
                .ifPresent(level -> System.setProperty(LogSetup.LEVEL, level(LogSetup.LEVEL, level)));
        settings.startingWith(LogSetup.LEVEL + ".")
                .forEach((name, level) -> System.setProperty(name, level(name, level)));
        settings.find(LogSetup.EXCEPTION_TEXTS).ifPresent(texts -> {
            if (!texts.equals("full")) {
                throw new ConfigurationException(
                        LogSetup.EXCEPTION_TEXTS + " is \"" + texts + "\"; it must be full or not set.");
            }
            System.setProperty(LogSetup.EXCEPTION_TEXTS, texts);
        });
    }

    private static String level(String name, String value) {
        String level = value.toUpperCase(Locale.ROOT);
        if (!LEVELS.contains(level)) {
            throw new ConfigurationException(
                    name + " is \"" + value + "\"; it must be TRACE, DEBUG, INFO, WARN, ERROR or OFF.");
        }
        return level;
    }

    /** For somebody who looks on: text, whatever the stream. */
    static void ofDeveloper(Settings settings) {
        System.setProperty(LogSetup.FORMAT, "text");
        choose(settings);
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
