package dev.busway.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.busway.emulator.queue.QueueSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entities that a {@code config.json} of Microsoft's Service Bus emulator declares. What it says of logging and of
 * rules is read over; the emulator has no rules, each subscription takes every message.
 *
 * @param queues settings of the queues
 * @param topics subscriptions by the name of their topic
 */
public record EmulatorConfig(List<QueueSettings> queues, Map<String, List<QueueSettings>> topics) {

    private static final ObjectMapper MAPPER = new ObjectMapper();

    public EmulatorConfig {
        queues = List.copyOf(queues);
        topics = Map.copyOf(topics);
    }

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException if it cannot be read or holds something unknown; says where and what to do
     */
    public static EmulatorConfig read(Path file) {
        try {
            return parse(Files.readString(file), file.toString());
        } catch (IOException e) {
            throw new IllegalArgumentException(file + " cannot be read: " + e, e);
        }
    }

    /** Reads a text; the source is named in errors. */
    static EmulatorConfig parse(String json, String source) {
        try {
            ConfigNode root = new ConfigNode(MAPPER.readTree(json), source, "$");
            return root(root);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    source + " is no JSON: " + e.getOriginalMessage() + " at line "
                            + e.getLocation().getLineNr() + ", column "
                            + e.getLocation().getColumnNr() + ".",
                    e);
        }
    }

    private static EmulatorConfig root(ConfigNode root) {
        root.allow("UserConfig");
        ConfigNode user = root.child("UserConfig");
        user.allow("Namespaces", "Logging");
        List<QueueSettings> queues = new ArrayList<>();
        Map<String, List<QueueSettings>> topics = new LinkedHashMap<>();
        for (ConfigNode namespace : user.elements("Namespaces")) {
            namespace.allow("Name", "Queues", "Topics");
            namespace.elements("Queues").forEach(queue -> queues.add(queue(queue)));
            namespace.elements("Topics").forEach(topic -> topics.put(topic.text("Name"), subscriptions(topic)));
        }
        return new EmulatorConfig(queues, topics);
    }

    private static QueueSettings queue(ConfigNode queue) {
        queue.allow("Name", "Properties");
        return settings(queue.text("Name"), queue.child("Properties"));
    }

    private static List<QueueSettings> subscriptions(ConfigNode topic) {
        topic.allow("Name", "Properties", "Subscriptions");
        topic.child("Properties")
                .allow("DefaultMessageTimeToLive", "DuplicateDetectionHistoryTimeWindow", "RequiresDuplicateDetection");
        List<QueueSettings> subscriptions = new ArrayList<>();
        for (ConfigNode each : topic.elements("Subscriptions")) {
            each.allow("Name", "Properties", "Rules");
            subscriptions.add(settings(each.text("Name"), each.child("Properties")));
        }
        return subscriptions;
    }

    private static QueueSettings settings(String name, ConfigNode properties) {
        properties.allow(
                "DeadLetteringOnMessageExpiration",
                "DefaultMessageTimeToLive",
                "DuplicateDetectionHistoryTimeWindow",
                "ForwardDeadLetteredMessagesTo",
                "ForwardTo",
                "LockDuration",
                "MaxDeliveryCount",
                "RequiresDuplicateDetection",
                "RequiresSession");
        properties.mustBeEmpty("ForwardTo", "ForwardDeadLetteredMessagesTo");
        QueueSettings settings = properties.checked(() -> QueueSettings.of(name));
        settings = properties.apply("LockDuration", properties::duration, settings, QueueSettings::withLockDuration);
        settings =
                properties.apply("MaxDeliveryCount", properties::number, settings, QueueSettings::withMaxDeliveryCount);
        settings = properties.apply(
                "DefaultMessageTimeToLive", properties::duration, settings, QueueSettings::withDefaultTimeToLive);
        settings = properties.apply(
                "DeadLetteringOnMessageExpiration", properties::flag, settings, QueueSettings::withDeadLetterOnExpiry);
        settings = properties.apply("RequiresSession", properties::flag, settings, QueueSettings::withRequiresSession);
        if (properties.has("RequiresDuplicateDetection") && properties.flag("RequiresDuplicateDetection")) {
            settings = properties.apply(
                    "DuplicateDetectionHistoryTimeWindow",
                    properties::duration,
                    settings,
                    QueueSettings::withDuplicateDetectionWindow);
        }
        return settings;
    }
}
