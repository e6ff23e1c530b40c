package dev.busway.command;

import dev.busway.settings.ConfigurationException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
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
            "Without Azure: java -jar busway.jar dev"
        })
public final class BuswayCommand implements Callable<Integer> {

    @CommandLine.Mixin
    private HostOptions options = new HostOptions();

    private BuswayCommand() {}

    /** The command line with every command; a new one is one more line here. */
    public static CommandLine commandLine() {
        return new CommandLine(new BuswayCommand())
                .addSubcommand(new RunCommand())
                .addSubcommand(new DevCommand())
                .addSubcommand(new EmulatorCommand())
                .addSubcommand(new SendCommand())
                .addSubcommand(new PeekCommand())
                .addSubcommand(new ReceiveCommand())
                .addSubcommand(new AppsCommand())
                .addSubcommand(new DeadLetterCommand())
                .addSubcommand(new CheckCommand())
                .addSubcommand(new RightsCommand())
                .addSubcommand(new ValidateCommand())
                .addSubcommand(new RoutesCommand())
                .addSubcommand(new NewAppCommand())
                .addSubcommand(new ArchiveCommand())
                .setParameterExceptionHandler(BuswayCommand::explainUse)
                .setExecutionExceptionHandler(BuswayCommand::explain);
    }

    @Override
    public Integer call() {
        return new RunCommand(options).call();
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        PrintWriter err = command.getErr();
        if (failure instanceof ConfigurationException) {
            err.println("busway: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        err.println("busway: " + oneLine(failure));
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
        if (message.startsWith("Timeout on blocking read")) {
            return "No answer from Service Bus. Is the address right, and is it reachable from here?";
        }
        return message.strip().replaceAll("\\s+", " ");
    }
}
