package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes messages out of a queue, prints and completes them. A message is printed before it is completed. */
@Command(
        name = "receive",
        description = "Print messages of a queue and remove them; look without removing: peek",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class ReceiveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MessageSource source = new MessageSource();

    @Option(
            names = "--count",
            paramLabel = "<n>",
            defaultValue = "1",
            converter = CountConverter.class,
            description = "How many at most (default: 1)")
    private int count;

    @Option(
            names = "--wait",
            paramLabel = "<seconds>",
            converter = CountConverter.class,
            defaultValue = "5",
            description = "How long to wait for the next message (default: 5)")
    private int wait;

    @Option(
            names = "--complete",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Remove what was printed (default); with --no-complete it is given back, its delivery counted")
    private boolean complete;

    @Mixin
    private MessageOutput output = new MessageOutput();

    @Override
    public Integer call() {
        Logs.ofTool();
        Consumer<ServiceBusReceivedMessage> printer =
                output.to(spec.commandLine().getOut());
        int taken = 0;
        try (ServiceBusReceiverClient receiver =
                source.receiver().receiveMode(ServiceBusReceiveMode.PEEK_LOCK).buildClient()) {
            while (taken < count) {
                List<ServiceBusReceivedMessage> page =
                        receiver
                                .receiveMessages(Math.min(MessageSource.PAGE, count - taken), Duration.ofSeconds(wait))
                                .stream()
                                .toList();
                if (page.isEmpty()) {
                    break;
                }
                page.forEach(message -> settle(receiver, printer, message));
                taken += page.size();
            }
        }
        spec.commandLine().getErr().println(outcome(taken));
        return 0;
    }

    private String outcome(int taken) {
        if (taken == 0) {
            return "No message in " + source + " within " + wait + " s";
        }
        String done = complete ? "Removed " : "Abandoned, with the delivery counted, ";
        return done + taken + (taken == 1 ? " message of " : " messages of ") + source;
    }

    private void settle(
            ServiceBusReceiverClient receiver,
            Consumer<ServiceBusReceivedMessage> printer,
            ServiceBusReceivedMessage message) {
        printer.accept(message);
        if (complete) {
            receiver.complete(message);
        } else {
            receiver.abandon(message);
        }
    }
}
