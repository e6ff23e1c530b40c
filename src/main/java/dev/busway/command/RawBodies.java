package dev.busway.command;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.message.MessageReader;
import dev.busway.settings.ConfigurationException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Bodies byte by byte, one after the other, for a file or another program; never for a terminal, which would obey them. */
final class RawBodies {

    private final OutputStream out;

    private RawBodies(OutputStream out) {
        this.out = out;
    }

    /**
     * To standard output.
     *
     * @throws ConfigurationException when that is a terminal
     */
    static RawBodies toStandardOutput() {
        return to(System.out, Terminal.showsOutput());
    }

    static RawBodies to(OutputStream out, boolean terminal) {
        if (terminal) {
            throw new ConfigurationException(
                    "--raw writes bodies as they are, and a terminal obeys some of the characters that may be in them:"
                            + " send the output to a file or another program (> file, | program).");
        }
        return new RawBodies(out);
    }

    void print(ServiceBusReceivedMessage message) {
        switch (message.getRawAmqpMessage().getBody().getBodyType()) {
            case DATA -> print(message.getBody().toBytes());
            case VALUE, SEQUENCE -> print(MessageReader.bodyText(message).getBytes(StandardCharsets.UTF_8));
        }
    }

    void print(byte[] body) {
        try {
            out.write(body);
            out.flush();
        } catch (IOException unwritable) {
            throw new UncheckedIOException("The body cannot be written: " + unwritable.getMessage(), unwritable);
        }
    }
}
