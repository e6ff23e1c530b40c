package dev.busway.bench;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverAsyncClient;
import com.azure.messaging.servicebus.ServiceBusSenderAsyncClient;
import reactor.core.Disposable;

/** A hand-written reactive loop: up to 256 messages at once are sent, then completed. */
public final class AsyncLoop {

    private static final int AT_ONCE = 256;

    private AsyncLoop() {}

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
                .flatMap(input -> sender.sendMessage(Output.of(input)).then(receiver.complete(input)), AT_ONCE)
                .subscribe(ignored -> {}, failure -> System.err.println(failure));
        UntilEnded.await();
        loop.dispose();
    }
}
