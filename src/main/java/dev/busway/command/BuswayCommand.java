package dev.busway.command;

import dev.busway.check.Refusal;
import dev.busway.settings.ConfigurationException;
import dev.busway.text.VisibleWriter;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line as a whole; without a command it is {@code run}. */
@Command(
        name = "busway",
        description = "Hosts queue-to-queue apps on Azure Service Bus.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        footer = {
            "",
            "Exit code: 0 good, 1 failed, 2 wrong use or configuration.",
            "Without Azure: busway dev. Help of a command: busway help <command>"
        })
public final class BuswayCommand implements Callable<Integer> {

    private static final String HELP = "help";

    private static final String COMPLETION = "completion";

    /** In the order of the help. */
    private static final List<String> COMMANDS = List.of(
            "run",
            "dev",
            "emulator",
            "send",
            "peek",
            "receive",
            "apps",
            "dead-letter",
            "check",
            "rights",
            "validate",
            "test",
            "routes",
            "new-app",
            "archive",
            COMPLETION,
            HELP);

    @CommandLine.Mixin
    private HostOptions options = new HostOptions();

    private BuswayCommand() {}

    /**
     * Does what the arguments say and gives the exit code of the process. Picocli reads each command by reflection, which
     * takes a quarter of a second for all of them when the virtual machine is new: only the one that is named is read, and
     * none where there is nothing to read.
     */
    public static int execute(String... args) {
        // Names are looked up as the rest of the machine does it. Vert.x's own resolver asks a public one where none is
        // set up.
        System.setProperty("vertx.disableDnsResolver", "true");
        if (args.length == 0 || (args.length == 1 && args[0].equals("run"))) {
            return runWithoutOptions();
        }
        return commandLineFor(args[0]).execute(args);
    }

    /** The command line with every command. */
    public static CommandLine commandLine() {
        return with(COMMANDS);
    }

    /** The command line with the command of this name; with every command where there is none of it. */
    static CommandLine commandLineFor(String name) {
        boolean needsAll = name.equals(HELP) || name.equals(COMPLETION);
        return COMMANDS.contains(name) && !needsAll ? with(List.of(name)) : commandLine();
    }

    private static CommandLine with(List<String> names) {
        CommandLine commandLine = new CommandLine(new BuswayCommand());
        names.forEach(name -> commandLine.addSubcommand(name, command(name)));
        // Colours are orders to a terminal, too, so that help goes without.
        return commandLine
                .setColorScheme(Help.defaultColorScheme(Help.Ansi.OFF))
                .setOut(visible(System.out))
                .setErr(visible(System.err))
                .setParameterExceptionHandler(BuswayCommand::explainUse)
                .setExecutionExceptionHandler(
                        (failure, command, parsed) -> explain(failure, command.getErr()::println));
    }

    /** Whatever a command prints of what others wrote, nothing in it can act on a terminal. */
    private static PrintWriter visible(PrintStream stream) {
        return new PrintWriter(new VisibleWriter(stream), true);
    }

    private static int runWithoutOptions() {
        try {
            return new RunCommand().call();
        } catch (RuntimeException e) {
            return explain(e, visible(System.err)::println);
        }
    }

    private static Object command(String name) {
        return switch (name) {
            case "run" -> new RunCommand();
            case "dev" -> new DevCommand();
            case "emulator" -> new EmulatorCommand();
            case "send" -> new SendCommand();
            case "peek" -> new PeekCommand();
            case "receive" -> new ReceiveCommand();
            case "apps" -> new AppsCommand();
            case "dead-letter" -> new DeadLetterCommand();
            case "check" -> new CheckCommand();
            case "rights" -> new RightsCommand();
            case "validate" -> new ValidateCommand();
            case "test" -> new TestCommand();
            case "routes" -> new RoutesCommand();
            case "new-app" -> new NewAppCommand();
            case "archive" -> new ArchiveCommand();
            case COMPLETION -> new CompletionCommand();
            case HELP -> new CommandLine.HelpCommand();
            default -> throw new IllegalArgumentException(name);
        };
    }

    @Override
    public Integer call() {
        return new RunCommand(options).call();
    }

    private static int explain(Exception failure, Consumer<String> err) {
        if (failure instanceof ConfigurationException) {
            err.accept("busway: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        err.accept("busway: " + oneLine(failure));
        LoggerFactory.getLogger("dev.busway").debug("Failed", failure);
        return ExitCode.SOFTWARE;
    }

    private static int explainUse(ParameterException failure, String[] args) {
        CommandLine command = failure.getCommandLine();
        PrintWriter err = command.getErr();
        err.println("busway: " + failure.getMessage());
        UnmatchedArgumentException.printSuggestions(failure, err);
        err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
        return ExitCode.USAGE;
    }

    private static String oneLine(Exception failure) {
        String message = failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
        if (failure instanceof NoSuchFileException) {
            return "There is no file " + message + ".";
        }
        if (failure instanceof FileSystemException) {
            return "Cannot read or write " + message + " (" + failure.getClass().getSimpleName() + ").";
        }
        String text = Refusal.explains(failure) ? Refusal.of(failure).line() : message;
        return text.strip().replaceAll("\\s+", " ");
    }
}
