package dev.busway.deadletter;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;

/**
 * The dead letters of what an app receives from.
 *
 * @param apps the app; several only where they share one input
 * @param listing of its input
 * @param failure why it could not be looked at, and then the listing is empty; null when it could
 */
public record AppDeadLetters(List<String> apps, DeadLetterListing listing, String failure) {

    private static final String SUB_QUEUE = "/$DeadLetterQueue";
    private static final Duration SHORTEST_PATIENCE = Duration.ofSeconds(1);

    public AppDeadLetters {
        apps = List.copyOf(apps);
        Objects.requireNonNull(listing, "listing");
    }

    /**
     * Looks at the inputs of some apps, one after the other; one that cannot be looked at does not keep the others from it.
     *
     * @param connections gives a new builder with namespace and credential for each connection
     * @param inputs what each app receives from, by app; an app that reads a dead-letter queue has no other and is left out
     * @param keep how many single letters to keep of each input
     * @param look how many dead letters to look at in each input, at most
     * @param patience how long all of it may take
     */
    public static List<AppDeadLetters> look(
            Supplier<ServiceBusClientBuilder> connections,
            Map<String, String> inputs,
            DeadLetterFilter filter,
            int keep,
            long look,
            Duration patience) {
        long start = System.nanoTime();
        List<AppDeadLetters> found = new ArrayList<>();
        byInput(inputs).forEach((input, apps) -> {
            Duration left = patience.minusNanos(System.nanoTime() - start);
            if (left.compareTo(SHORTEST_PATIENCE) < 0) {
                found.add(unseen(apps, input, "not looked at: those before it took too long; ask for it alone"));
                return;
            }
            try (DeadLetterQueue queue = DeadLetterQueue.open(connections, input)) {
                found.add(new AppDeadLetters(apps, queue.list(filter, keep, look, left), null));
            } catch (DeadLetterException unreachable) {
                found.add(unseen(apps, input, unreachable.firstLine()));
            }
        });
        return found;
    }

    /** The apps that receive from each input, in the order of the apps. */
    public static Map<String, List<String>> byInput(Map<String, String> inputs) {
        Map<String, List<String>> apps = new LinkedHashMap<>();
        inputs.forEach((app, input) -> {
            if (!input.endsWith(SUB_QUEUE)) {
                apps.computeIfAbsent(input, unknown -> new ArrayList<>()).add(app);
            }
        });
        return apps;
    }

    private static AppDeadLetters unseen(List<String> apps, String input, String why) {
        return new AppDeadLetters(apps, new DeadLetterListing(input, 0, false, List.of(), List.of()), why);
    }
}
