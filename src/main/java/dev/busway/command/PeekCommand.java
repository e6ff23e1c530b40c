package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.SubQueue;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Shows the messages of a queue and leaves them there. */
@Command(
        name = "peek",
        description = "Show the messages of a queue and leave them there",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class PeekCommand implements Callable<Integer> {

    private static final int PAGE = 100;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ServiceBusOptions serviceBus = new ServiceBusOptions();

    @Parameters(index = "0", paramLabel = "<queue>", description = "The queue")
    private String queue;

    @Option(names = "--count", paramLabel = "<n>", defaultValue = "10", description = "How many at most (default: 10)")
    private int count;

    @Option(names = "--dead-letter", description = "Look into the dead-letter queue of the queue")
    private boolean deadLetter;

    @Override
    public Integer call() {
        Logs.ofTool();
        MessagePrinter printer = new MessagePrinter(spec.commandLine().getOut());
        int shown = 0;
        try (ServiceBusReceiverClient receiver = serviceBus
                .clientBuilder()
                .receiver()
                .queueName(queue)
                .subQueue(deadLetter ? SubQueue.DEAD_LETTER_QUEUE : SubQueue.NONE)
                .buildClient()) {
            while (shown < count) {
                List<ServiceBusReceivedMessage> page = receiver.peekMessages(Math.min(PAGE, count - shown)).stream()
                        .toList();
                if (page.isEmpty()) {
                    break;
                }
                page.forEach(printer::print);
                shown += page.size();
            }
        }
        if (shown == 0) {
            spec.commandLine().getErr().println("No message in " + queue + (deadLetter ? "/$DeadLetterQueue" : ""));
        }
        return 0;
    }
}
