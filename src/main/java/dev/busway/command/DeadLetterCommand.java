package dev.busway.command;

import dev.busway.deadletter.DeadLetterDetail;
import dev.busway.deadletter.DeadLetterFilter;
import dev.busway.deadletter.DeadLetterQueue;
import dev.busway.deadletter.MessageEdit;
import dev.busway.deadletter.PurgeOptions;
import dev.busway.deadletter.ResubmitOptions;
import dev.busway.deadletter.StopSignal;
import dev.busway.deadletter.WorkProgress;
import dev.busway.deadletter.WorkResult;
import dev.busway.ops.DeadLetterJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code busway dead-letter}: lists, shows, resubmits and purges the dead letters of a queue or a subscription. */
@Command(
        name = "dead-letter",
        description = "Work the dead-letter queues of apps and queues.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        synopsisSubcommandLabel = "list|show|resubmit|purge",
        subcommands = DeadLetterListCommand.class)
public final class DeadLetterCommand implements Runnable {

    private static final int GOOD = 0;
    private static final int FAILED = 1;
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Say what to do: list, show, resubmit or purge.");
    }

    @Command(description = "Show one dead letter with its body.", mixinStandardHelpOptions = true)
    int show(
            @Mixin QueueArgument queue,
            @Parameters(index = "1", paramLabel = "<sequence number>", description = "its number, as list prints it")
                    long number,
            @Option(names = "--raw", description = "write only the body, byte by byte; to a file or a pipe")
                    boolean raw,
            @Mixin JsonOutput json) {
        Consumer<DeadLetterDetail> printer = detailPrinter(raw, json);
        try (DeadLetterQueue deadLetters = open(queue)) {
            var found = deadLetters.show(number);
            if (found.isEmpty()) {
                spec.commandLine().getErr().println("There is no dead letter " + number + " of " + queue.name() + ".");
                return FAILED;
            }
            printer.accept(found.get());
            return GOOD;
        }
    }

    @Command(
            description = "Send dead letters in again; each goes when its copy is in, in one transaction.",
            mixinStandardHelpOptions = true)
    int resubmit(
            @Mixin QueueArgument queue,
            @Mixin DeadLetterChoice choice,
            @Option(names = "--all", description = "all of them") boolean all,
            @Option(names = "--to", paramLabel = "<queue>", description = "send to this queue instead of back")
                    String to,
            @Option(
                            names = "--keep-message-id",
                            description = "keep the message id; a queue that detects duplicates may then drop the copy")
                    boolean keepMessageId,
            @Option(names = "--rate", defaultValue = "0", description = "at most so many in a second (no limit)")
                    double rate,
            @Option(names = "--limit", defaultValue = "0", description = "at most so many (no limit)") int limit,
            @Option(names = "--dry-run", description = "only say how many it would be") boolean dryRun,
            @Option(
                            names = "--body",
                            paramLabel = "<file>",
                            description = "replace the body by this file's text; for exactly one dead letter")
                    Path body,
            @Option(names = "--set", paramLabel = "<name>=<value>", description = "set an application property of one")
                    Map<String, String> set,
            @Option(names = "--remove", paramLabel = "<name>", description = "remove an application property of one")
                    Set<String> remove) {
        DeadLetterFilter filter = chosen(choice, all);
        ResubmitOptions options = checked(() -> new ResubmitOptions(
                to, keepMessageId, rate, limit, dryRun, new MessageEdit(text(body), orEmpty(set), orEmpty(remove))));
        return work(
                queue,
                "resubmitted",
                (deadLetters, run) -> deadLetters.resubmit(filter, options, run.progress, run.stop));
    }

    @Command(description = "Remove dead letters for good.", mixinStandardHelpOptions = true)
    int purge(
            @Mixin QueueArgument queue,
            @Mixin DeadLetterChoice choice,
            @Option(names = "--all", description = "all of them") boolean all,
            @Option(names = "--yes", description = "yes, remove them for good") boolean yes,
            @Option(names = "--rate", defaultValue = "0", description = "at most so many in a second (no limit)")
                    double rate,
            @Option(names = "--limit", defaultValue = "0", description = "at most so many (no limit)") int limit,
            @Option(names = "--dry-run", description = "only say how many it would be") boolean dryRun) {
        DeadLetterFilter filter = chosen(choice, all);
        if (!yes && !dryRun) {
            throw wrongUse("A purge removes messages for good. See what it would be with --dry-run, then add --yes.");
        }
        PurgeOptions options = checked(() -> new PurgeOptions(yes, rate, limit, dryRun));
        return work(queue, "removed", (deadLetters, run) -> deadLetters.purge(filter, options, run.progress, run.stop));
    }

    private Consumer<DeadLetterDetail> detailPrinter(boolean raw, JsonOutput json) {
        if (raw && json.isWanted()) {
            throw wrongUse("--raw and --json exclude each other; give one.");
        }
        PrintWriter out = spec.commandLine().getOut();
        if (json.isWanted()) {
            return detail -> JsonOutput.pretty(out, DeadLetterJson.json(detail));
        }
        return raw ? detail -> RawBodies.toStandardOutput().print(detail.bytes()) : new DeadLetterPrinter(out)::print;
    }

    private record Run(WorkProgress progress, StopSignal stop) {}

    private int work(QueueArgument queue, String done, BiFunction<DeadLetterQueue, Run, WorkResult> task) {
        Run run = new Run(new WorkProgress(), new StopSignal());
        CountDownLatch ended = new CountDownLatch(1);
        Thread onInterrupt = new Thread(() -> stop(run, ended), "dead-letter-stop");
        Runtime.getRuntime().addShutdownHook(onInterrupt);
        try (DeadLetterQueue deadLetters = open(queue)) {
            WorkResult result = task.apply(deadLetters, run);
            new DeadLetterPrinter(spec.commandLine().getOut()).print(result, done);
            return result.isGood() ? GOOD : FAILED;
        } catch (IllegalArgumentException wrong) {
            throw wrongUse(wrong.getMessage());
        } finally {
            ended.countDown();
            forget(onInterrupt);
        }
    }

    private static void stop(Run run, CountDownLatch ended) {
        run.stop.give();
        try {
            if (!ended.await(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                return;
            }
        } catch (InterruptedException hurried) {
            Thread.currentThread().interrupt();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // The hook is what brought us here.
        }
    }

    private static DeadLetterQueue open(QueueArgument queue) {
        Logs.ofTool();
        return DeadLetterQueue.open(queue::clientBuilder, queue.name());
    }

    private DeadLetterFilter chosen(DeadLetterChoice choice, boolean all) {
        DeadLetterFilter filter = checked(choice::filter);
        if (filter.isAll() && !all) {
            throw wrongUse("Say which ones: --sequence-number, --reason, --description, --message-id, --older-than,"
                    + " --younger-than, --property, or --all.");
        }
        return filter;
    }

    private <T> T checked(Supplier<T> option) {
        try {
            return option.get();
        } catch (IllegalArgumentException wrong) {
            throw wrongUse(wrong.getMessage());
        }
    }

    private String text(Path file) {
        if (file == null) {
            return null;
        }
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw wrongUse("Cannot read " + file + " as UTF-8 text: " + unreadable);
        }
    }

    private ParameterException wrongUse(String message) {
        CommandLine commandLine = spec.commandLine();
        return new ParameterException(commandLine, message);
    }

    private static Map<String, String> orEmpty(Map<String, String> map) {
        return map == null ? Map.of() : map;
    }

    private static Set<String> orEmpty(Set<String> set) {
        return set == null ? Set.of() : set;
    }
}
