package dev.busway.emulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.busway.emulator.queue.QueueSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The entities that a {@code config.json} of Microsoft's Service Bus emulator declares, with comments, trailing commas and
 * byte order mark if it has them. What it says of logging is read over; what the emulator does not do is refused.
 *
 * @param queues settings of the queues
 * @param topics subscriptions by the name of their topic
 */
public record EmulatorConfig(List<QueueSettings> queues, Map<String, List<QueueSettings>> topics) {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_JAVA_COMMENTS, JsonReadFeature.ALLOW_TRAILING_COMMA)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** The window that Service Bus uses where none is named. */
    private static final Duration USUAL_WINDOW = Duration.ofMinutes(10);

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
            String text = json.startsWith("\ufeff") ? json.substring(1) : json;
            ConfigNode root = new ConfigNode(MAPPER.readTree(text), source, "$");
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
        if (user.elements("Namespaces").size() != 1) {
            throw user.wrong(user.path() + ".Namespaces", "must hold one namespace");
        }
        Map<String, String> places = new HashMap<>();
        List<QueueSettings> queues = new ArrayList<>();
        Map<String, List<QueueSettings>> topics = new LinkedHashMap<>();
        for (ConfigNode namespace : user.elements("Namespaces")) {
            namespace.allow("Name", "Queues", "Topics");
            for (ConfigNode queue : namespace.elements("Queues")) {
                queue.mustBeNew(places);
                queues.add(queue(queue));
            }
            for (ConfigNode topic : namespace.elements("Topics")) {
                topic.mustBeNew(places);
                topics.put(topic.text("Name"), subscriptions(topic));
            }
        }
        return new EmulatorConfig(queues, topics);
    }

    private static QueueSettings queue(ConfigNode queue) {
        queue.allow("Name", "Properties");
        return settings(queue.text("Name"), queue.child("Properties"));
    }

    private static List<QueueSettings> subscriptions(ConfigNode topic) {
        topic.allow("Name", "Properties", "Subscriptions");
        ConfigNode properties = topic.child("Properties");
        properties.allow(
                "DefaultMessageTimeToLive", "DuplicateDetectionHistoryTimeWindow", "RequiresDuplicateDetection");
        if (properties.has("RequiresDuplicateDetection") && properties.flag("RequiresDuplicateDetection")) {
            throw properties.wrong(
                    properties.path() + ".RequiresDuplicateDetection",
                    "the emulator looks for duplicates in queues and subscriptions only; set it to false");
        }
        if (properties.has("DuplicateDetectionHistoryTimeWindow")) {
            properties.duration("DuplicateDetectionHistoryTimeWindow");
        }
        Map<String, String> places = new HashMap<>();
        List<QueueSettings> subscriptions = new ArrayList<>();
        for (ConfigNode each : topic.elements("Subscriptions")) {
            each.allow("Name", "Properties", "Rules");
            each.mustBeNew(places);
            each.elements("Rules").forEach(EmulatorConfig::mustTakeEverything);
            subscriptions.add(shortened(settings(each.text("Name"), each.child("Properties")), properties));
        }
        return subscriptions;
    }

    /** What a topic lets its messages wait holds in all its subscriptions. */
    private static QueueSettings shortened(QueueSettings subscription, ConfigNode topic) {
        QueueSettings limited = topic.apply(
                "DefaultMessageTimeToLive", topic::duration, subscription, QueueSettings::withDefaultTimeToLive);
        return limited.defaultTimeToLive().compareTo(subscription.defaultTimeToLive()) < 0 ? limited : subscription;
    }

    private static void mustTakeEverything(ConfigNode rule) {
        ConfigNode properties = rule.child("Properties");
        String filter =
                properties.child("SqlFilter").node().path("SqlExpression").asText();
        boolean all = properties.has("FilterType")
                && properties.text("FilterType").equalsIgnoreCase("Sql")
                && !properties.has("Action")
                && List.of("1=1", "1 = 1", "TRUE", "true").contains(filter);
        if (!all) {
            throw rule.wrong(
                    rule.path(),
                    "the emulator has no rules, each subscription takes every message; remove the rule, and test what"
                            + " depends on it against Azure");
        }
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
            settings = settings.withDuplicateDetectionWindow(USUAL_WINDOW);
            settings = properties.apply(
                    "DuplicateDetectionHistoryTimeWindow",
                    properties::duration,
                    settings,
                    QueueSettings::withDuplicateDetectionWindow);
        }
        return settings;
    }
}
