package dev.busway.dev;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.host.Host;
import dev.busway.host.Lane;
import dev.busway.message.MessageReader;
import dev.busway.text.Visible;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Prints what arrives in the output queues, and in the dead-letter queues of the inputs. Only peeks, so that every
 * message stays where it is for the other tools.
 */
public final class Results implements AutoCloseable {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);
    private static final int PAGE = 100;

    private final Host host;
    private final PrintWriter out;
    private final List<String> queues = new ArrayList<>();
    private final List<AutoCloseable> open = new ArrayList<>();

    private Results(Host host, PrintWriter out) {
        this.host = host;
        this.out = out;
    }

    /** Starts to look; prints on threads of the SDK, one whole message at a time. */
    public static Results watch(Host host, PrintWriter out) {
        Results results = new Results(host, out);
        Set<String> outputs = new LinkedHashSet<>();
        Set<String> inputs = new LinkedHashSet<>();
        for (Lane lane : host.lanes()) {
            outputs.addAll(lane.outputs());
            inputs.add(lane.input());
        }
        outputs.forEach(queue -> results.watch(queue, SubQueue.NONE));
        inputs.forEach(queue -> results.watch(queue, SubQueue.DEAD_LETTER_QUEUE));
        return results;
    }

    /** The queues that are looked into. */
    public List<String> queues() {
        return List.copyOf(queues);
    }

    @Override
    public void close() {
        for (AutoCloseable closeable : open) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException("A client that only looks cannot be closed", e);
            }
        }
        open.clear();
    }

    private void watch(String queue, SubQueue subQueue) {
        queues.add(subQueue == SubQueue.NONE ? queue : queue + "/$DeadLetterQueue");
        ServiceBusReceiverAsyncClient client = host.access()
                .clientBuilder()
                .receiver()
                .queueName(queue)
                .subQueue(subQueue)
                .disableAutoComplete()
                .buildAsyncClient();
        Mono<Long> look = client.peekMessages(PAGE)
                .doOnNext(message -> print(queue, subQueue, message))
                .count();
        Disposable looking = look.repeatWhen(counts -> counts.delayElements(BETWEEN_LOOKS))
                .onErrorResume(error -> Flux.empty())
                .subscribe();
        open.add(looking::dispose);
        open.add(client);
    }

    private void print(String queue, SubQueue subQueue, ServiceBusReceivedMessage message) {
        synchronized (out) {
            if (subQueue == SubQueue.DEAD_LETTER_QUEUE) {
                out.println("dead-lettered in " + queue + "  " + Visible.line(message.getMessageId()) + "  "
                        + Visible.line(MessageReader.deadLetterReason(message)) + ": "
                        + Visible.line(MessageReader.deadLetterDescription(message)));
            } else {
                out.println(queue + "  " + Visible.line(message.getMessageId()) + "  "
                        + Visible.line(MessageReader.bodyText(message)));
            }
            out.flush();
        }
    }
}
