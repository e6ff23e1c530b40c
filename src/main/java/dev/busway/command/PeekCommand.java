package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows the messages of a queue and leaves them there. */
@Command(
        name = "peek",
        description = "Show the messages of a queue and leave them there",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class PeekCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MessageSource source = new MessageSource();

    @Option(names = "--count", paramLabel = "<n>", defaultValue = "10", description = "How many at most (default: 10)")
    private int count;

    @Option(
            names = "--raw",
            description = "Write only the bodies, byte by byte, one after the other; to a file or a pipe")
    private boolean raw;

    @Override
    public Integer call() {
        Logs.ofTool();
        Consumer<ServiceBusReceivedMessage> printer = raw
                ? RawBodies.toStandardOutput()::print
                : new MessagePrinter(spec.commandLine().getOut())::print;
        int shown = 0;
        try (ServiceBusReceiverClient receiver = source.receiver().buildClient()) {
            while (shown < count) {
                List<ServiceBusReceivedMessage> page =
                        receiver.peekMessages(Math.min(MessageSource.PAGE, count - shown)).stream()
                                .toList();
                if (page.isEmpty()) {
                    break;
                }
                page.forEach(printer);
                shown += page.size();
            }
        }
        if (shown == 0) {
            spec.commandLine().getErr().println("No message in " + source);
        }
        return 0;
    }
}
