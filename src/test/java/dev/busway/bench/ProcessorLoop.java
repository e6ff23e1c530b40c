package dev.busway.bench;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusSenderClient;

/** What a careful Java user writes: a processor client with 32 calls that sends, then completes. */
public final class ProcessorLoop {

    private static final int CALLS = 32;

    private ProcessorLoop() {}

    public static void main(String[] args) {
        Queues queues = Queues.fromEnvironment();
        ServiceBusClientBuilder clients = queues.clients();
        ServiceBusSenderClient sender =
                clients.sender().queueName(queues.output()).buildClient();
        clients.processor()
                .queueName(queues.input())
                .maxConcurrentCalls(CALLS)
                .disableAutoComplete()
                .processMessage(context -> {
                    sender.sendMessage(Output.of(context.getMessage()));
                    context.complete();
                })
                .processError(context -> System.err.println(context.getException()))
                .buildProcessorClient()
                .start();
        UntilEnded.await();
    }
}
