package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import dev.busway.message.MessageReader;
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

    @Option(
            names = "--count",
            paramLabel = "<n>",
            defaultValue = "10",
            converter = CountConverter.class,
            description = "How many at most (default: 10)")
    private int count;

    @Option(
            names = "--from",
            paramLabel = "<sequence number>",
            defaultValue = "0",
            description = "Begin with the first message of this sequence number or a higher one")
    private long from;

    @Mixin
    private MessageChoice choice = new MessageChoice();

    @Mixin
    private MessageOutput output = new MessageOutput();

    @Override
    public Integer call() {
        Logs.ofTool();
        Consumer<ServiceBusReceivedMessage> printer =
                output.to(spec.commandLine().getOut());
        int shown = 0;
        long looked = 0;
        try (ServiceBusReceiverClient receiver = source.receiver().buildClient()) {
            for (long next = from; shown < count; ) {
                // With a filter whole pages: most of what is looked at may not fit.
                int page = choice.isAll() ? Math.min(MessageSource.PAGE, count - shown) : MessageSource.PAGE;
                List<ServiceBusReceivedMessage> found =
                        receiver.peekMessages(page, next).stream().toList();
                if (found.isEmpty()) {
                    break;
                }
                looked += found.size();
                // Onwards whatever a message says of itself.
                next = Math.max(next, MessageReader.sequenceNumber(found.get(found.size() - 1))) + 1;
                for (ServiceBusReceivedMessage message : found) {
                    if (shown < count && choice.fits(message)) {
                        printer.accept(message);
                        shown++;
                    }
                }
            }
        }
        if (shown == 0) {
            String none = looked == 0
                    ? "No message in " + source
                    : "None of the " + looked + " messages in " + source + " fits";
            spec.commandLine().getErr().println(none);
        }
        return 0;
    }
}
