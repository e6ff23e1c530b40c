package dev.busway.ops;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.fasterxml.jackson.databind.JsonNode;
import dev.busway.address.Entity;
import dev.busway.deadletter.AppDeadLetters;
import dev.busway.deadletter.DeadLetterFilter;
import dev.busway.deadletter.DeadLetterQueue;
import dev.busway.deadletter.PurgeOptions;
import dev.busway.deadletter.ResubmitOptions;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** {@code /api/dead-letter} and {@code /api/jobs}: the same work as on the command line. */
final class DeadLetterApi implements AutoCloseable {

    private static final int LOOK = 20_000;
    private static final int MAX_LETTERS = 500;

    /** A person waits at the other end, and a proxy in between may not wait for longer than half a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final AppControl apps;
    private final Supplier<ServiceBusClientBuilder> connections;
    private final DeadLetterJobs jobs = new DeadLetterJobs();

    /** @param apps whose inputs the dead letters are of */
    DeadLetterApi(AppControl apps, Supplier<ServiceBusClientBuilder> connections) {
        this.apps = apps;
        this.connections = connections;
    }

    /** The dead letters of the inputs of all apps. */
    OpsResponse list(Map<String, String> parameters) {
        List<Map<String, Object>> queues = AppDeadLetters.look(
                        connections, inputs(), DeadLetterBody.filter(parameters), letters(parameters), LOOK, PATIENCE)
                .stream()
                .map(DeadLetterJson::json)
                .toList();
        return OpsResponse.json(200, Map.of("queues", queues));
    }

    OpsResponse list(String queue, Map<String, String> parameters) {
        DeadLetterFilter filter = DeadLetterBody.filter(parameters);
        int letters = letters(parameters);
        List<String> readers = AppDeadLetters.byInput(inputs()).getOrDefault(queue, List.of());
        try (DeadLetterQueue deadLetters = open(queue)) {
            return OpsResponse.json(
                    200, DeadLetterJson.json(readers, deadLetters.list(filter, letters, LOOK, PATIENCE)));
        }
    }

    OpsResponse show(String queue, String sequenceNumber) {
        if (!sequenceNumber.matches("\\d{1,18}")) {
            throw new Refusal(400, "a sequence number is a whole number");
        }
        try (DeadLetterQueue deadLetters = open(queue)) {
            return deadLetters
                    .show(Long.parseLong(sequenceNumber))
                    .map(detail -> OpsResponse.json(200, DeadLetterJson.json(detail)))
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

    private Map<String, String> inputs() {
        Map<String, String> inputs = new LinkedHashMap<>();
        apps.reports().forEach(report -> inputs.put(report.app(), report.input()));
        return inputs;
    }

    private static int letters(Map<String, String> parameters) {
        return Math.min(number(parameters.getOrDefault("letters", "50")), MAX_LETTERS);
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
}
