package dev.busway.bench;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import java.util.List;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The most that the SDK gives: batches of 50 outputs, then their completions at once; no route, no JSON. */
public final class CeilingLoop {

    private static final int BATCH = 50;
    private static final int BATCHES_AT_ONCE = Integer.getInteger("bench.batches", 20);

    /** The SDK keeps 256 deliveries that nobody has taken yet; when more are due, a cold process drops the link. */
    private static final int DEMAND = 250;

    private CeilingLoop() {}

    public static void main(String[] args) {
        Queues queues = Queues.fromEnvironment();
        ServiceBusClientBuilder clients = queues.clients();
        ServiceBusSenderAsyncClient sender =
                clients.sender().queueName(queues.output()).buildAsyncClient();
        ServiceBusReceiverAsyncClient receiver = clients.receiver()
                .queueName(queues.input())
                .disableAutoComplete()
                .buildAsyncClient();
        Disposable loop = receiver.receiveMessages()
                .limitRate(DEMAND)
                .buffer(BATCH)
                .flatMap(batch -> handOver(batch, sender, receiver), BATCHES_AT_ONCE)
                .subscribe(ignored -> {}, failure -> System.err.println(failure));
        UntilEnded.await();
        loop.dispose();
    }

    private static Mono<Void> handOver(
            List<ServiceBusReceivedMessage> batch,
            ServiceBusSenderAsyncClient sender,
            ServiceBusReceiverAsyncClient receiver) {
        return sender.sendMessages(batch.stream().map(Output::of).toList())
                .thenMany(Flux.fromIterable(batch).flatMap(receiver::complete, BATCH))
                .then();
    }
}
