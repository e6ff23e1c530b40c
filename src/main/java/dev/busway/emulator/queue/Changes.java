package dev.busway.emulator.queue;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * What the broker has changed in a message since it was sent; with {@link #NONE} the content may go out as it came.
 *
 * @param properties application properties set by abandon, defer or dead-letter; they win over the content's
 * @param deadLetterReason null unless dead-lettered with a reason
 * @param deadLetterDescription null unless dead-lettered with a description
 * @param deadLetterSource name of the entity that the message was dead-lettered from; null outside of a dead-letter
 *     queue
 */
public record Changes(
        Map<String, Object> properties,
        String deadLetterReason,
        String deadLetterDescription,
        String deadLetterSource) {

    public static final Changes NONE = new Changes(Map.of(), null, null, null);

    public Changes {
        Objects.requireNonNull(properties, "properties");
    }

    Changes withProperties(Map<String, Object> more) {
        return more.isEmpty()
                ? this
                : new Changes(merged(more), deadLetterReason, deadLetterDescription, deadLetterSource);
    }

    Changes deadLettered(String reason, String description, String source, Map<String, Object> more) {
        return new Changes(merged(more), reason, description, source);
    }

    private Map<String, Object> merged(Map<String, Object> more) {
        if (more.isEmpty()) {
            return properties;
        }
        Map<String, Object> all = new LinkedHashMap<>(properties);
        all.putAll(more);
        return Collections.unmodifiableMap(all);
    }
}
