package dev.busway.ops;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.busway.deadletter.DeadLetter;
import dev.busway.deadletter.DeadLetterDetail;
import dev.busway.deadletter.DeadLetterFilter;
import dev.busway.deadletter.DeadLetterGroup;
import dev.busway.deadletter.DeadLetterListing;
import dev.busway.deadletter.DeadLetterQueue;
import dev.busway.deadletter.Entity;
import dev.busway.deadletter.PurgeOptions;
import dev.busway.deadletter.ResubmitOptions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /api/dead-letter} and {@code /api/jobs}: the same work as on the command line. */
final class DeadLetterApi implements AutoCloseable {

    private static final int LOOK = 20_000;
    private static final int MAX_LETTERS = 500;

    private final Supplier<ServiceBusClientBuilder> connections;
    private final DeadLetterJobs jobs = new DeadLetterJobs();

    DeadLetterApi(Supplier<ServiceBusClientBuilder> connections) {
        this.connections = connections;
    }

    OpsResponse list(String queue, Map<String, String> parameters) {
        DeadLetterFilter filter = DeadLetterBody.filter(parameters);
        int letters = number(parameters.getOrDefault("letters", "50"));
        try (DeadLetterQueue deadLetters = open(queue)) {
            return OpsResponse.json(200, json(deadLetters.list(filter, Math.min(letters, MAX_LETTERS), LOOK)));
        }
    }

    OpsResponse show(String queue, String sequenceNumber) {
        if (!sequenceNumber.matches("\\d{1,18}")) {
            throw new Refusal(400, "a sequence number is a whole number");
        }
        try (DeadLetterQueue deadLetters = open(queue)) {
            return deadLetters
                    .show(Long.parseLong(sequenceNumber))
                    .map(detail -> OpsResponse.json(200, json(detail)))
                    .orElseThrow(() -> new Refusal(404, "there is no dead letter of that number"));
        }
    }

    OpsResponse resubmit(String queue, JsonNode body) {
        ResubmitOptions options = DeadLetterBody.resubmit(body);
        DeadLetterFilter filter = DeadLetterBody.filter(body);
        options.target(Entity.of(DeadLetterBody.queueName(queue)));
        return accepted(jobs.start("resubmit", queue, (progress, stop) -> {
            try (DeadLetterQueue deadLetters = open(queue)) {
                return deadLetters.resubmit(filter, options, progress, stop);
            }
        }));
    }

    OpsResponse purge(String queue, JsonNode body) {
        PurgeOptions options = DeadLetterBody.purge(body);
        DeadLetterFilter filter = DeadLetterBody.filter(body);
        DeadLetterBody.queueName(queue);
        return accepted(jobs.start("purge", queue, (progress, stop) -> {
            try (DeadLetterQueue deadLetters = open(queue)) {
                return deadLetters.purge(filter, options, progress, stop);
            }
        }));
    }

    OpsResponse jobs() {
        return OpsResponse.json(200, Map.of("jobs", jobs.list()));
    }

    OpsResponse job(String id) {
        return OpsResponse.json(200, find(id).json());
    }

    OpsResponse stop(String id) {
        DeadLetterJobs.Job job = find(id);
        job.stop();
        return OpsResponse.json(202, job.json());
    }

    @Override
    public void close() {
        jobs.close();
    }

    private DeadLetterJobs.Job find(String id) {
        return jobs.find(number(id)).orElseThrow(() -> new Refusal(404, "there is no such work, or it is long past"));
    }

    private DeadLetterQueue open(String queue) {
        return DeadLetterQueue.open(connections, DeadLetterBody.queueName(queue));
    }

    private static OpsResponse accepted(DeadLetterJobs.Job job) {
        return OpsResponse.json(202, job.json());
    }

    private static int number(String text) {
        if (!text.matches("\\d{1,9}")) {
            throw new Refusal(400, "a whole number is wanted");
        }
        return Integer.parseInt(text);
    }

    private static Map<String, Object> json(DeadLetterListing listing) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("queue", listing.queue());
        json.put("total", listing.total());
        json.put("complete", listing.complete());
        json.put("groups", listing.groups().stream().map(DeadLetterApi::json).toList());
        json.put("letters", listing.letters().stream().map(DeadLetterApi::json).toList());
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

    private static Map<String, Object> json(DeadLetterDetail detail) {
        Map<String, Object> json = json(detail.letter());
        json.put("encoding", detail.encoding().name());
        json.put("body", detail.body());
        return json;
    }
}
