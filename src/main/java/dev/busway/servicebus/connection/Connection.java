package dev.busway.servicebus.connection;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSessionReceiverAsyncClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * One AMQP connection of one app: its input and all that it sends from there. Input and outputs share it because a Service
 * Bus transaction spans the links of one connection only; apps do not share it because the first entity used on it becomes
 * the one through which its transactions run.
 */
public final class Connection implements AutoCloseable {

    private final Input input;
    private final Supplier<ServiceBusClientBuilder> builders;
    private volatile Clients clients;
    private volatile int generation;
    private volatile Runnable suspicion = () -> {};

    private Connection(Input input, Supplier<ServiceBusClientBuilder> builders) {
        this.input = input;
        this.builders = builders;
        this.clients = newClients();
    }

    /** The clients that share one AMQP connection. */
    private record Clients(
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

    private Clients newClients() {
        ServiceBusClientBuilder builder = builders.get();
        return new Clients(builder, input == null ? null : newReceiver(builder), new ConcurrentHashMap<>());
    }

    /**
     * Leaves the AMQP connection and takes a new one, for when the old one neither works nor ends. Blocks while the old one
     * is closed; what was under way on it fails.
     */
    public synchronized void reopen() {
        Clients before = clients;
        generation = generation + 1;
        clients = newClients();
        before.close();
    }

    /** A connection for sending alone, whose senders try again by themselves. */
    public static Connection forSending(ConnectionSettings settings) {
        return new Connection(null, settings::withRetries);
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

    /** Says what to do when somebody finds that the connection answers and yet does not work. */
    public void whenSuspect(Runnable action) {
        suspicion = action;
    }

    /** Counts the connections that there have been. */
    public int generation() {
        return generation;
    }

    /** Tells that something on one connection has failed in a way that a new one may cure. */
    public void suspect(int which) {
        if (which == generation) {
            suspicion.run();
        }
    }

    /**
     * The client that never receives: it looks, renews, runs transactions, and settles what came on a link that has gone,
     * all of it over the management node of the input.
     */
    public ServiceBusReceiverAsyncClient control() {
        return clients.control();
    }

    /** A client with a receive link of its own, which the caller closes. Its lock renewal and prefetch are off. */
    public ServiceBusReceiverAsyncClient newReceiver() {
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

    /** The one sender to a target; its link opens with the first message. */
    public ServiceBusSenderAsyncClient sender(Target target) {
        Clients now = clients;
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
