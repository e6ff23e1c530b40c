package dev.busway.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what lets a shell complete commands and options. */
@Command(
        name = "completion",
        description = "Print the completion of commands and options for bash and zsh: source <(busway completion)",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
final class CompletionCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        spec.commandLine()
                .getOut()
                .print(AutoComplete.bash("busway", spec.root().commandLine()));
        spec.commandLine().getOut().flush();
    }
}
