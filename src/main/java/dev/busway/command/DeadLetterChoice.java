package dev.busway.command;

import dev.busway.deadletter.DeadLetterFilter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Option;

/** The options that say which dead letters are meant. */
final class DeadLetterChoice {

    @Option(
            names = "--sequence-number",
            paramLabel = "<number>",
            split = ",",
            description = "exactly this one, as list prints it; may be repeated")
    private Set<Long> sequenceNumbers = new LinkedHashSet<>();

    @Option(names = "--reason", paramLabel = "<reason>", description = "those with this reason")
    private String reason;

    @Option(names = "--description", paramLabel = "<text>", description = "those with exactly this description")
    private String description;

    @Option(names = "--message-id", paramLabel = "<id>", description = "those with this message id")
    private String messageId;

    @Option(
            names = "--older-than",
            paramLabel = "<age>",
            converter = AgeConverter.class,
            description = "those enqueued at least so long ago: 90s, 30m, 2h, 7d")
    private Duration olderThan;

    @Option(
            names = "--younger-than",
            paramLabel = "<age>",
            converter = AgeConverter.class,
            description = "those enqueued less than so long ago")
    private Duration youngerThan;

    @Option(
            names = "--property",
            paramLabel = "<name>=<value>",
            description = "those with this application property; may be repeated, all have to fit")
    private Map<String, String> properties = new LinkedHashMap<>();

    DeadLetterFilter filter() {
        return new DeadLetterFilter(
                sequenceNumbers, reason, description, messageId, olderThan, youngerThan, properties);
    }
}
