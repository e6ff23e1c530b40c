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
        description = "Take messages out of a queue and print them",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class ReceiveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MessageSource source = new MessageSource();

    @Option(names = "--count", paramLabel = "<n>", defaultValue = "1", description = "How many at most (default: 1)")
    private int count;

    @Option(
            names = "--raw",
            description = "Write only the bodies, byte by byte, one after the other; to a file or a pipe")
    private boolean raw;

    @Option(
            names = "--wait",
            paramLabel = "<seconds>",
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

    @Override
    public Integer call() {
        Logs.ofTool();
        Consumer<ServiceBusReceivedMessage> printer = raw
                ? RawBodies.toStandardOutput()::print
                : new MessagePrinter(spec.commandLine().getOut())::print;
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
        if (taken == 0) {
            spec.commandLine().getErr().println("No message in " + source + " within " + wait + " s");
        }
        return 0;
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
