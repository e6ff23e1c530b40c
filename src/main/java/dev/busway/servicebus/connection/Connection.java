package dev.busway.servicebus.connection;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSessionReceiverAsyncClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import reactor.core.publisher.Mono;

/**
 * One AMQP connection of one app: its input and all that it sends from there. Input and outputs share it because a Service
 * Bus transaction spans the links of one connection only; apps do not share it because the first entity used on it becomes
 * the one through which its transactions run.
 *
 * <ol>
 *   <li>Every AMQP connection is a generation with SDK clients of its own. When it is lost or replaced they are closed, and
 *       no client of an earlier generation opens anything on a later one: the SDK would open the connection again below
 *       its clients, for whichever of them comes first, and Service Bus refuses a receive link that comes after a sender
 *       to another entity.
 *   <li>A sender is given for one generation only. Who asks for it with the generation of a receive link that stands has
 *       the right order.
 * </ol>
 */
public final class Connection implements AutoCloseable {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

    private final Input input;
    private final Supplier<ServiceBusClientBuilder> builders;
    private final Losses losses = new Losses(this::control, this::lost);
    private volatile Clients clients;
    private volatile Consumer<String> onBroken = why -> {};

    // Written under this object's lock.
    private volatile int replacements;
    private long replaced;

    private Connection(Input input, Supplier<ServiceBusClientBuilder> builders) {
        this.input = input;
        this.builders = builders;
        this.clients = newClients(0);
    }

    /** The clients that share one AMQP connection. */
    private record Clients(
            int generation,
            ServiceBusClientBuilder builder,
            ServiceBusReceiverAsyncClient control,
            Map<Target, ServiceBusSenderAsyncClient> senders) {

        void close() {
            senders.values().forEach(ServiceBusSenderAsyncClient::close);
            if (control != null) {
                control.close();
            }
        }
    }

    private Clients newClients(int generation) {
        ServiceBusClientBuilder builder = builders.get();
        return new Clients(generation, builder, input == null ? null : newReceiver(builder), new ConcurrentHashMap<>());
    }

    /** A connection for sending alone. */
    public static Connection forSending(ConnectionSettings settings) {
        return new Connection(null, settings::withoutRetries);
    }

    /**
     * Makes the clients; nothing is connected before the first of them is used.
     *
     * @param transactions whether transactions over several entities will run here
     */
    public static Connection open(ConnectionSettings settings, Input input, boolean transactions) {
        return new Connection(
                input,
                () -> transactions
                        ? settings.withoutRetries().enableCrossEntityTransactions()
                        : settings.withoutRetries());
    }

    /** Says what to do when the links are gone with their connection; hears why. */
    public void whenBroken(Consumer<String> action) {
        onBroken = action;
    }

    /** Changes whenever there is another connection, because the last one was lost or replaced. */
    public int generation() {
        return clients.generation();
    }

    /**
     * Waits for an answer no longer than it can still come: the SDK never ends some calls whose link or connection has gone.
     * Fails with {@link ConnectionLost}, or with a {@code TimeoutException}.
     *
     * <p>The call itself is not cancelled, and may still be carried out: the SDK keeps a management node for good whose
     * first call was cancelled before it was authorized, and never answers on it.
     */
    public <T> Mono<T> answer(Mono<T> call, Duration patience) {
        return answerOrCancel(Mono.defer(() -> Mono.fromFuture(call.toFuture(), true)), patience);
    }

    /** Like {@link #answer}, for what must not be carried out any more when nobody waits for it; not over the management node. */
    public <T> Mono<T> answerOrCancel(Mono<T> call, Duration patience) {
        return losses.orLost(call).timeout(patience);
    }

    /** Asks the management node for the first message from a sequence number on, and so whether it answers. */
    public Mono<ServiceBusReceivedMessage> look(long from, Duration patience) {
        return Mono.defer(() -> answer(control().peekMessages(1, from).next(), patience));
    }

    /**
     * Leaves an AMQP connection on which something neither works nor ends, and takes a new one; what was under way on it
     * fails. Does not wait for either. Does nothing when that connection is no longer the current one, or when the last
     * replacement is so young and has proved so little that another one would be no better.
     *
     * @param which the {@link #generation} that does not work
     */
    public void replace(int which, String why) {
        Clients before;
        synchronized (this) {
            long now = System.nanoTime();
            if (which != clients.generation() || (replacements > 0 && now - replaced < pause().toNanos())) {
                return;
            }
            replacements++;
            replaced = now;
            before = clients;
            clients = newClients(which + 1);
        }
        left(before, why);
    }

    private void left(Clients before, String why) {
        losses.happened();
        onBroken.accept(why);
        Thread closer = new Thread(before::close, "servicebus-closer");
        closer.setDaemon(true);
        closer.start();
    }

    private Duration pause() {
        long millis = FIRST_PAUSE.toMillis() << Math.min(replacements - 1, 16);
        return Duration.ofMillis(Math.min(millis, LONGEST_PAUSE.toMillis()));
    }

    /** Tells that the current connection does all that is asked of it. */
    public void works() {
        if (replacements > 0) {
            forgetReplacements();
        }
    }

    private synchronized void forgetReplacements() {
        replacements = 0;
    }

    private void lost(ServiceBusReceiverAsyncClient control) {
        Clients before;
        synchronized (this) {
            before = clients;
            if (before.control() != control) {
                return;
            }
            clients = newClients(before.generation() + 1);
        }
        left(before, "the connection was lost");
    }

    /**
     * The client that never receives: it looks, renews, runs transactions, and settles outside of them what came on a link
     * that has gone, all of it over the management node of the input.
     */
    public ServiceBusReceiverAsyncClient control() {
        return clients.control();
    }

    /** A client with a receive link of its own, which the caller closes. Its lock renewal and prefetch are off. */
    public ServiceBusReceiverAsyncClient newReceiver() {
        losses.watch();
        return newReceiver(clients.builder());
    }

    private ServiceBusReceiverAsyncClient newReceiver(ServiceBusClientBuilder builder) {
        ServiceBusClientBuilder.ServiceBusReceiverClientBuilder receiver = builder.receiver()
                .receiveMode(input.mode())
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .prefetchCount(0);
        if (input.subQueue() != null) {
            receiver.subQueue(input.subQueue());
        }
        return input.subscription() == null
                ? receiver.queueName(input.name()).buildAsyncClient()
                : receiver.topicName(input.name())
                        .subscriptionName(input.subscription())
                        .buildAsyncClient();
    }

    /** A client that accepts sessions of the input, which the caller closes. */
    public ServiceBusSessionReceiverAsyncClient newSessionReceiver() {
        losses.watch();
        ServiceBusClientBuilder.ServiceBusSessionReceiverClientBuilder receiver = clients.builder()
                .sessionReceiver()
                .receiveMode(input.mode())
                .disableAutoComplete()
                .maxAutoLockRenewDuration(Duration.ZERO)
                .prefetchCount(0);
        if (input.subQueue() != null) {
            receiver.subQueue(input.subQueue());
        }
        return input.subscription() == null
                ? receiver.queueName(input.name()).buildAsyncClient()
                : receiver.topicName(input.name())
                        .subscriptionName(input.subscription())
                        .buildAsyncClient();
    }

    /**
     * The one sender to a target; its link opens when it is used.
     *
     * @param which the {@link #generation} to send on
     * @throws ConnectionLost when there is another one by now
     */
    public ServiceBusSenderAsyncClient sender(int which, Target target) {
        Clients now = clients;
        if (now.generation() != which) {
            throw new ConnectionLost();
        }
        return now.senders().computeIfAbsent(target, t -> newSender(now.builder(), t));
    }

    private static ServiceBusSenderAsyncClient newSender(ServiceBusClientBuilder builder, Target target) {
        return target.topic()
                ? builder.sender().topicName(target.name()).buildAsyncClient()
                : builder.sender().queueName(target.name()).buildAsyncClient();
    }

    @Override
    public synchronized void close() {
        clients.close();
    }
}
