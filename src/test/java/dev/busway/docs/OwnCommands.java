package dev.busway.docs;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.DeadLetterOptions;
import dev.busway.command.BuswayCommand;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueSettings;
import dev.busway.host.Host;
import dev.busway.host.ServiceBusAccess;
import dev.busway.ops.Access;
import dev.busway.ops.OpsPart;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Commands of this project in the documents. Each is read by the real command line, and those that end by themselves are
 * run: against an emulator with dead letters in every shipped input queue, against a running host with operations token, or
 * in a folder of their own where they write.
 */
final class OwnCommands implements AutoCloseable {

    private static final String TOKEN = "token-of-the-documents";
    private static final int DEAD_LETTERS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final ServiceBusEmulator emulator = ServiceBusEmulator.start();
    private final ServiceBusEmulator emulatorOfHost = ServiceBusEmulator.start();
    private final Host host;

    /** @param folder where commands may write */
    OwnCommands(Path folder) {
        this.folder = folder;
        Settings settings = Settings.shipped()
                .with(Settings.CONNECTION_STRING, emulatorOfHost.connectionString())
                .with(Settings.HTTP_HOST, "127.0.0.1")
                .with(Settings.HTTP_PORT, "0");
        ServiceBusAccess access = ServiceBusAccess.from(settings);
        this.host = Host.start(
                settings, context -> List.of(OpsPart.addTo(context, Access.token(TOKEN), access::clientBuilder)));
        List.of("counter-in", "feedback-form-in").forEach(this::addDeadLetters);
        emulator.declareTopic("orders");
        emulator.declareSubscription("orders", QueueSettings.of("mine"));
    }

    /** Reads the words as the command line does and runs the command if it ends by itself. */
    void check(ShellCommand command, Block block) {
        List<String> arguments = new ArrayList<>(command.arguments());
        arguments.replaceAll(word -> word.equals("<port>") ? String.valueOf(emulator.port()) : word);
        assertThat(arguments).as("%s: words in angle brackets", block).noneMatch(word -> word.contains("<"));
        if (command.isByLauncher() && isOnlyAName(arguments)) {
            arguments.add("--help");
        }
        CommandSpec spec = parsed(arguments, block);
        if (command.ends()) {
            run(arguments, spec, block);
        }
    }

    /** Sends the request that the line describes to a running host, which must take it. */
    void curl(ShellCommand command, Block block) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder();
        String method = "GET";
        for (Iterator<String> words = command.words().listIterator(1); words.hasNext(); ) {
            String word = words.next();
            switch (word) {
                case "-X" -> method = words.next();
                case "-H" -> {
                    String header = words.next().replace("$BUSWAY_OPS_TOKEN", TOKEN);
                    int colon = header.indexOf(':');
                    request.header(
                            header.substring(0, colon),
                            header.substring(colon + 1).strip());
                }
                default -> {
                    URI shown = URI.create(word);
                    request.uri(URI.create(hostUrl()).resolve(shown.getRawPath()));
                }
            }
        }
        HttpResponse<String> answer = HttpClient.newHttpClient()
                .send(request.method(method, BodyPublishers.noBody()).build(), BodyHandlers.ofString());
        assertThat(answer.statusCode()).as("%s: %s", block, answer.body()).isBetween(200, 299);
    }

    /** The text may name a command without what it asks for. */
    private static boolean isOnlyAName(List<String> arguments) {
        try {
            BuswayCommand.commandLine().parseArgs(arguments.toArray(String[]::new));
            return false;
        } catch (CommandLine.MissingParameterException e) {
            return true;
        }
    }

    private static CommandSpec parsed(List<String> arguments, Block block) {
        try {
            ParseResult result = BuswayCommand.commandLine().parseArgs(arguments.toArray(String[]::new));
            while (result.hasSubcommand()) {
                result = result.subcommand();
            }
            return result.commandSpec();
        } catch (CommandLine.ParameterException e) {
            throw new AssertionError(block + ": " + String.join(" ", arguments) + ": " + e.getMessage(), e);
        }
    }

    private void run(List<String> arguments, CommandSpec command, Block block) {
        if (command.findOption("--emulator") != null && !arguments.contains("--emulator")) {
            arguments.addAll(List.of("--emulator", String.valueOf(emulator.port())));
        }
        if (command.findOption("--directory") != null) {
            arguments.addAll(List.of(
                    "--directory", folder.resolve("project" + arguments.size()).toString()));
        }
        if (command.findOption("--url") != null) {
            set("--url", hostUrl(), arguments);
            set("--token-file", tokenFile().toString(), arguments);
        }
        StringWriter out = new StringWriter();
        CommandLine commandLine =
                BuswayCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        assertThat(commandLine.execute(arguments.toArray(String[]::new)))
                .as("%s: %s: %s", block, String.join(" ", arguments), out)
                .isZero();
        assertThat(out.toString()).as("%s", block).isNotBlank();
    }

    private static void set(String option, String value, List<String> arguments) {
        int place = arguments.indexOf(option);
        if (place < 0) {
            arguments.addAll(List.of(option, value));
        } else {
            arguments.set(place + 1, value);
        }
    }

    private String hostUrl() {
        return "http://127.0.0.1:" + host.httpPort();
    }

    private Path tokenFile() {
        try {
            return Files.writeString(Files.createDirectories(folder).resolve("token"), TOKEN);
        } catch (IOException e) {
            throw new UncheckedIOException("The token cannot be written", e);
        }
    }

    private void addDeadLetters(String queue) {
        ServiceBusClientBuilder builder = new ServiceBusClientBuilder().connectionString(emulator.connectionString());
        try (ServiceBusSenderClient sender = builder.sender().queueName(queue).buildClient();
                ServiceBusReceiverClient receiver =
                        builder.receiver().queueName(queue).buildClient()) {
            sender.sendMessages(IntStream.range(0, DEAD_LETTERS)
                    .mapToObj(i -> new ServiceBusMessage("{}").setMessageId("m" + i))
                    .toList());
            for (int left = DEAD_LETTERS; left > 0; ) {
                List<ServiceBusReceivedMessage> received =
                        receiver.receiveMessages(left, PATIENCE).stream().toList();
                assertThat(received).isNotEmpty();
                received.forEach(message ->
                        receiver.deadLetter(message, new DeadLetterOptions().setDeadLetterReason("ValidationFailed")));
                left -= received.size();
            }
        }
    }

    @Override
    public void close() {
        host.close();
        emulatorOfHost.close();
        emulator.close();
    }
}
