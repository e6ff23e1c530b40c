package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusClientBuilder.ServiceBusReceiverClientBuilder;
import com.azure.messaging.servicebus.models.SubQueue;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where {@code peek} and {@code receive} look: the queue itself, or its dead-letter queue. */
final class MessageSource {

    /** Messages that are asked for at once. */
    static final int PAGE = 100;

    @Mixin
    private QueueArgument queue = new QueueArgument();

    @Option(names = "--dead-letter", description = "Look into the dead-letter queue of the queue")
    private boolean deadLetter;

    /** A receiver that locks what it takes, to be finished by the caller. */
    ServiceBusReceiverClientBuilder receiver() {
        return queue.receiver().subQueue(deadLetter ? SubQueue.DEAD_LETTER_QUEUE : SubQueue.NONE);
    }

    @Override
    public String toString() {
        return queue.name() + (deadLetter ? "/$DeadLetterQueue" : "");
    }
}
