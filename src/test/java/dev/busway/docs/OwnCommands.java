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
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/**
 * Commands of this project in the documents. Each is read by the real command line, and those that end by themselves are
 * run: against an emulator with dead letters in every shipped input queue, or in a folder of their own where they write.
 */
final class OwnCommands implements AutoCloseable {

    /** These go on until somebody stops them, or take long; the tests of the jar start them. */
    private static final Set<String> GO_ON = Set.of("busway", "run", "dev", "emulator", "archive");

    private static final int DEAD_LETTERS = 20;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Path folder;
    private final ServiceBusEmulator emulator = ServiceBusEmulator.start();

    /** @param folder where commands may write */
    OwnCommands(Path folder) {
        this.folder = folder;
        List.of("counter-in", "feedback-form-in").forEach(this::addDeadLetters);
        emulator.declareTopic("orders");
        emulator.declareSubscription("orders", QueueSettings.of("mine"));
    }

    static boolean isOwn(List<String> words) {
        return words.get(0).equals("java") && words.stream().anyMatch(word -> word.endsWith("busway.jar"));
    }

    /** Reads the words as the command line does and runs the command if it ends by itself. */
    void check(List<String> words, Block block) {
        int jar = IntStream.range(0, words.size())
                .filter(i -> words.get(i).endsWith("busway.jar"))
                .findFirst()
                .orElseThrow();
        assertThat(words.get(jar - 1)).as("%s", block).isEqualTo("-jar");
        List<String> arguments = new ArrayList<>(words.subList(jar + 1, words.size()));
        arguments.replaceAll(word -> word.equals("<port>") ? String.valueOf(emulator.port()) : word);
        assertThat(arguments).as("%s: words in angle brackets", block).noneMatch(word -> word.contains("<"));
        CommandSpec command = parsed(arguments, block);
        // What talks to a running host is run by the tests of those commands.
        boolean needsHost = command.findOption("--url") != null;
        if (!needsHost && !GO_ON.contains(command.name())) {
            run(arguments, command, block);
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
        StringWriter out = new StringWriter();
        CommandLine commandLine =
                BuswayCommand.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(out, true));
        assertThat(commandLine.execute(arguments.toArray(String[]::new)))
                .as("%s: %s: %s", block, String.join(" ", arguments), out)
                .isZero();
        assertThat(out.toString()).as("%s", block).isNotBlank();
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
        emulator.close();
    }
}
