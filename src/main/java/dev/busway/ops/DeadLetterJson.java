package dev.busway.ops;

import dev.busway.deadletter.AppDeadLetters;
import dev.busway.deadletter.DeadLetter;
import dev.busway.deadletter.DeadLetterDetail;
import dev.busway.deadletter.DeadLetterGroup;
import dev.busway.deadletter.DeadLetterListing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How the API and {@code --json} of the command line write dead letters; sequence numbers as text, because a browser's numbers are too short for them. */
public final class DeadLetterJson {

    private DeadLetterJson() {}

    /** Those of one queue, with why it could not be looked at. */
    public static Map<String, Object> json(AppDeadLetters found) {
        Map<String, Object> json = json(found.apps(), found.listing());
        if (found.failure() != null) {
            json.put("why", found.failure());
        }
        return json;
    }

    /** Those of one queue and the apps that receive from it. */
    public static Map<String, Object> json(List<String> apps, DeadLetterListing listing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("apps", apps);
        json.put("queue", listing.queue());
        json.put("total", listing.total());
        json.put("complete", listing.complete());
        json.put("groups", listing.groups().stream().map(DeadLetterJson::json).toList());
        json.put("letters", listing.letters().stream().map(DeadLetterJson::json).toList());
        return json;
    }

    private static Map<String, Object> json(DeadLetterGroup group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("reason", group.reason());
        json.put("description", group.description());
        json.put("count", group.count());
        json.put("oldest", group.oldest().toString());
        json.put("newest", group.newest().toString());
        json.put("example", Long.toString(group.example()));
        return json;
    }

    private static Map<String, Object> json(DeadLetter letter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("sequenceNumber", Long.toString(letter.sequenceNumber()));
        json.put("messageId", letter.messageId());
        json.put("correlationId", letter.correlationId());
        json.put("subject", letter.subject());
        json.put("contentType", letter.contentType());
        json.put("sessionId", letter.sessionId());
        json.put("enqueuedAt", letter.enqueuedAt().toString());
        json.put("deliveryCount", letter.deliveryCount());
        json.put("reason", letter.reason());
        json.put("description", letter.description());
        json.put("bodyBytes", letter.bodyBytes());
        Map<String, String> properties = new LinkedHashMap<>();
        letter.properties().forEach((name, value) -> properties.put(name, String.valueOf(value)));
        json.put("properties", properties);
        return json;
    }

    /** One of them with its body. */
    public static Map<String, Object> json(DeadLetterDetail detail) {
        Map<String, Object> json = json(detail.letter());
        json.put("encoding", detail.encoding().name());
        json.put("body", detail.body());
        return json;
    }
}
