package dev.busway.command;

import dev.busway.archive.StartArchive;
import dev.busway.settings.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the archive that halves the start, for this jar and the Java that runs it. */
@Command(
        name = "archive",
        description = "Make the archive that lets this jar start faster on this Java",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class ArchiveCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--directory",
            paramLabel = "<directory>",
            description = "Where to put it (default: beside the jar)")
    private Path directory;

    @Override
    public Integer call() {
        Logs.ofTool();
        Path jar = jar();
        Path javaHome = Path.of(System.getProperty("java.home"));
        PrintWriter out = spec.commandLine().getOut();
        out.println("Starting the apps once on an embedded Service Bus, to see what they load ...");
        out.flush();
        try {
            Path options = new StartArchive(jar, javaHome).makeIn(directory == null ? jar.getParent() : directory);
            out.println("Done. Start with: java @" + options + " -jar " + jar);
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException("no archive was made: " + e.getMessage(), e);
        }
    }

    private static Path jar() {
        Path code = Path.of(URI.create(ArchiveCommand.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toString()));
        if (!Files.isRegularFile(code)) {
            throw new ConfigurationException(
                    "An archive is made for a jar, and this runs from " + code + ". Run: java -jar busway.jar archive");
        }
        return code;
    }
}
