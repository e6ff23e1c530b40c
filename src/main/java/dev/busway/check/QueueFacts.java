package dev.busway.check;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationAsyncClient;
import dev.busway.address.Address;
import dev.busway.address.Entity;
import dev.busway.check.Finding.Verdict;
import dev.busway.servicebus.LockDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import reactor.core.publisher.Mono;

/**
 * Reads how a queue, a topic or a subscription is set up. That needs the right to manage, which the apps do without: who has not got it is told how to
 * look instead.
 */
final class QueueFacts {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final Optional<ServiceBusAdministrationAsyncClient> administration;
    private final String namespace;

    /**
     * Facts of the queues of one namespace.
     *
     * @param administration empty where there is none, as on an emulator
     * @param namespace its short name, for the commands that are proposed
     */
    QueueFacts(Optional<ServiceBusAdministrationAsyncClient> administration, String namespace) {
        this.administration = administration;
        this.namespace = namespace;
    }

    /** What is to be said of a queue or subscription that an app receives from. */
    List<Finding> ofInput(String app, String input) {
        Entity entity = Address.of(input).entity();
        String unseen = "lock duration and max delivery count of " + input;
        return entity.isSubscription()
                ? read(app, input, unseen, look(entity), admin -> admin.getSubscription(
                                entity.name(), entity.subscription())
                        .map(found -> input(app, input, found.getLockDuration(), found.getMaxDeliveryCount())))
                : read(app, input, unseen, look(entity), admin -> admin.getQueue(entity.name())
                        .map(found -> withPartitions(
                                app,
                                input,
                                found.isPartitioningEnabled(),
                                input(app, input, found.getLockDuration(), found.getMaxDeliveryCount()))));
    }

    /** What is to be said of a queue or topic that an app sends to; which of them it is, Service Bus knows. */
    List<Finding> ofOutput(String app, String output) {
        return read(
                app,
                output,
                "duplicate detection of " + output,
                look("queue (or topic)", output),
                admin -> admin.getQueue(output)
                        .map(queue -> withPartitions(
                                app,
                                output,
                                queue.isPartitioningEnabled(),
                                output(
                                        app,
                                        output,
                                        queue.isDuplicateDetectionRequired(),
                                        queue.getDuplicateDetectionHistoryTimeWindow())))
                        .onErrorResume(ResourceNotFoundException.class, noQueue -> admin.getTopic(output)
                                .map(topic -> withPartitions(
                                        app,
                                        output,
                                        topic.isPartitioningEnabled(),
                                        output(
                                                app,
                                                output,
                                                topic.isDuplicateDetectionRequired(),
                                                topic.getDuplicateDetectionHistoryTimeWindow())))));
    }

    private List<Finding> read(
            String app,
            String entity,
            String what,
            String remedy,
            Function<ServiceBusAdministrationAsyncClient, Mono<List<Finding>>> facts) {
        if (administration.isEmpty()) {
            return List.of(unseen(app, entity, what + ": an emulator does not show it", ""));
        }
        try {
            return facts.apply(administration.get()).blockOptional(PATIENCE).orElse(List.of());
        } catch (ResourceNotFoundException absent) {
            // The link has said already that it is not there.
            return List.of();
        } catch (HttpResponseException refused) {
            return List.of(
                    unseen(app, entity, what + ": it needs the right to manage, which Busway does without", remedy));
        } catch (RuntimeException unreachable) {
            return List.of(
                    unseen(app, entity, what + ": " + Refusal.of(unreachable).reason(), remedy));
        }
    }

    /** What matters for a transaction; the handoff of the app is not known here. */
    private static List<Finding> withPartitions(
            String app, String entity, boolean partitioned, List<Finding> findings) {
        if (!partitioned) {
            return findings;
        }
        List<Finding> all = new ArrayList<>(findings);
        all.add(new Finding(
                Verdict.ADVICE,
                app,
                entity,
                entity + " is partitioned",
                "Transactions there need one partition key or session id for input and outputs: give them one, or set"
                        + " " + app + ".handoff=at-least-once."));
        return all;
    }

    private static Finding unseen(String app, String entity, String text, String remedy) {
        return new Finding(Verdict.UNKNOWN, app, entity, text, remedy);
    }

    private String look(Entity entity) {
        return entity.isSubscription()
                ? look("topic subscription", entity.subscription() + " --topic-name " + entity.name())
                : look("queue", entity.name());
    }

    private String look(String kind, String name) {
        return "az servicebus " + kind + " show --resource-group <group> --namespace-name " + namespace + " --name "
                + name + " --query \"[lockDuration,maxDeliveryCount,requiresDuplicateDetection]\"";
    }

    private static List<Finding> input(String app, String input, Duration lock, int most) {
        List<Finding> findings = new ArrayList<>();
        findings.add(LockDuration.advice(lock)
                .map(advice -> new Finding(
                        Verdict.ADVICE, app, input, input + " locks for " + lock.toSeconds() + " s", advice))
                .orElse(Finding.good(app, input, input + " locks for " + lock.toSeconds() + " s")));
        findings.add(
                most > 1
                        ? Finding.good(app, input, input + " delivers a message up to " + most + " times")
                        : new Finding(
                                Verdict.ADVICE,
                                app,
                                input,
                                input + " delivers a message once only",
                                "What is abandoned, as at a stop, is dead-lettered: raise its max delivery count, such"
                                        + " as to 10."));
        return findings;
    }

    private static List<Finding> output(String app, String output, boolean detects, Duration window) {
        return List.of(Finding.good(
                app,
                output,
                detects
                        ? output + " removes duplicates of " + window.toMinutes() + " min"
                        : output + " does not remove duplicates; only at-least-once handoff needs that"));
    }
}
