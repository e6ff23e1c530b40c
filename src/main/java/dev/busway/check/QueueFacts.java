package dev.busway.check;

import com.azure.core.exception.HttpResponseException;
import com.azure.core.exception.ResourceNotFoundException;
import com.azure.messaging.servicebus.administration.ServiceBusAdministrationAsyncClient;
import com.azure.messaging.servicebus.administration.models.QueueProperties;
import dev.busway.check.Finding.Verdict;
import dev.busway.servicebus.LockDuration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads how a queue is set up. That needs the right to manage, which the apps do without: who has not got it is told how to
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

    /** What is to be said of a queue that an app receives from. */
    List<Finding> ofInput(String app, String queue) {
        return of(app, queue, true);
    }

    /** What is to be said of a queue that an app sends to. */
    List<Finding> ofOutput(String app, String queue) {
        return of(app, queue, false);
    }

    private List<Finding> of(String app, String queue, boolean input) {
        if (administration.isEmpty()) {
            return List.of(unseen(app, queue, input, "an emulator does not show it", ""));
        }
        try {
            QueueProperties properties = administration.get().getQueue(queue).block(PATIENCE);
            return properties == null
                    ? List.of()
                    : input ? input(app, queue, properties) : output(app, queue, properties);
        } catch (ResourceNotFoundException absent) {
            // A topic, or a queue of which the link has said already that it is not there.
            return List.of();
        } catch (HttpResponseException refused) {
            return List.of(
                    unseen(app, queue, input, "it needs the right to manage, which Busway does without", look(queue)));
        } catch (RuntimeException unreachable) {
            return List.of(unseen(app, queue, input, Refusal.of(unreachable).reason(), look(queue)));
        }
    }

    private static Finding unseen(String app, String queue, boolean input, String why, String remedy) {
        String what = input ? "lock duration and max delivery count" : "duplicate detection";
        return new Finding(Verdict.UNKNOWN, app, queue, what + " of " + queue + ": " + why, remedy);
    }

    private String look(String queue) {
        return "az servicebus queue show --resource-group <group> --namespace-name " + namespace + " --name " + queue
                + " --query \"[lockDuration,maxDeliveryCount,requiresDuplicateDetection]\"";
    }

    private static List<Finding> input(String app, String queue, QueueProperties properties) {
        List<Finding> findings = new ArrayList<>();
        Duration lock = properties.getLockDuration();
        findings.add(LockDuration.advice(lock)
                .map(advice -> new Finding(
                        Verdict.ADVICE, app, queue, queue + " locks for " + lock.toSeconds() + " s", advice))
                .orElse(Finding.good(app, queue, queue + " locks for " + lock.toSeconds() + " s")));
        int most = properties.getMaxDeliveryCount();
        findings.add(
                most > 1
                        ? Finding.good(app, queue, queue + " delivers a message up to " + most + " times")
                        : new Finding(
                                Verdict.ADVICE,
                                app,
                                queue,
                                queue + " delivers a message once only",
                                "What is abandoned, as at a stop, is dead-lettered: raise its max delivery count, such as to 10."));
        return findings;
    }

    private static List<Finding> output(String app, String queue, QueueProperties properties) {
        return List.of(Finding.good(
                app,
                queue,
                properties.isDuplicateDetectionRequired()
                        ? queue + " removes duplicates of "
                                + properties
                                        .getDuplicateDetectionHistoryTimeWindow()
                                        .toMinutes() + " min"
                        : queue + " does not remove duplicates; only at-least-once handoff needs that"));
    }
}
