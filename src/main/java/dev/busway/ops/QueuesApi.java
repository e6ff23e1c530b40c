package dev.busway.ops;

import dev.busway.servicebus.AppReport;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** {@code GET /api/queues}: what is in the input queues, or why that cannot be said. */
final class QueuesApi implements AutoCloseable {

    /** Past this no further queue is looked at; the one before may take as long again. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final AppControl apps;
    private final QueueCounter counter;

    QueuesApi(AppControl apps, QueueCounter counter) {
        this.apps = apps;
        this.counter = counter;
    }

    OpsResponse list() {
        long start = System.nanoTime();
        List<Map<String, Object>> queues = apps.reports().stream()
                .map(AppReport::input)
                .distinct()
                .map(queue -> json(queue, System.nanoTime() - start < PATIENCE.toNanos()))
                .toList();
        return OpsResponse.json(200, Map.of("queues", queues));
    }

    @Override
    public void close() {
        counter.close();
    }

    private Map<String, Object> json(String queue, boolean inTime) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("queue", queue);
        if (!inTime) {
            json.put("source", "host");
            json.put("why", "not looked at: those before it took too long");
            return json;
        }
        try {
            QueueCounter.Count count = counter.count(queue);
            json.put("source", "peek");
            json.put("active", count.active());
            json.put("scheduled", count.scheduled());
            json.put("deadLetters", count.deadLetters());
            json.put("more", count.more());
            json.put("moreDeadLetters", count.moreDeadLetters());
        } catch (RuntimeException failure) {
            json.put("source", "host");
            json.put("why", firstLine(failure));
        }
        return json;
    }

    private static String firstLine(RuntimeException failure) {
        String text = String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
        return text.length() <= 160 ? text : text.substring(0, 160) + "...";
    }
}
