package dev.busway.emulator.amqp.management;

import dev.busway.emulator.queue.Refusal;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.Settlement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/** Settles by lock token: what clients do when the link of the delivery is gone. */
final class UpdateDisposition implements ManagementOperation {

    @Override
    public Reply perform(ManagementRequest request) {
        Settlement settlement = settlement(request);
        Refusal first = null;
        for (UUID token : request.tokens("lock-tokens")) {
            Result<Void> result = request.queue().settle(token, settlement, request.transaction());
            if (first == null) {
                first = result.refusal();
            }
        }
        return first == null ? Reply.ok(Map.of()) : Reply.refused(first);
    }

    private static Settlement settlement(ManagementRequest request) {
        String status = request.requiredText("disposition-status").toLowerCase(Locale.ROOT);
        return switch (status) {
            case "completed" -> new Settlement.Complete();
            case "abandoned" -> new Settlement.Abandon(properties(request));
            case "defered", "deferred" -> new Settlement.Defer(properties(request));
            case "suspended" ->
                new Settlement.DeadLetter(
                        request.text("deadletter-reason"), request.text("deadletter-description"), properties(request));
            case "released", "unlocked" -> new Settlement.Release();
            default -> throw new InvalidRequest("There is no disposition-status '" + status + "'.");
        };
    }

    private static Map<String, Object> properties(ManagementRequest request) {
        Map<String, Object> properties = new LinkedHashMap<>();
        if (request.body().get("properties-to-modify") instanceof Map<?, ?> map) {
            map.forEach((key, value) -> properties.put(String.valueOf(key), value));
        }
        return properties;
    }
}
