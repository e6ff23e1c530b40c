package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.settings.ConfigurationException;
import java.io.PrintWriter;
import java.util.function.Consumer;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How messages are written: for a person, as JSON lines, or only their bodies. */
final class MessageOutput {

    @Option(
            names = "--raw",
            description = "Write only the bodies, byte by byte, one after the other; to a file or a pipe")
    private boolean raw;

    @Mixin
    private JsonOutput json = new JsonOutput();

    Consumer<ServiceBusReceivedMessage> to(PrintWriter out) {
        if (raw && json.isWanted()) {
            throw new ConfigurationException("--raw and --json exclude each other; give one.");
        }
        if (json.isWanted()) {
            return message -> JsonOutput.line(out, MessageJson.of(message));
        }
        return raw ? RawBodies.toStandardOutput()::print : new MessagePrinter(out)::print;
    }
}
