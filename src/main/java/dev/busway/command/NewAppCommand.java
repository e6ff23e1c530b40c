package dev.busway.command;

import dev.busway.routes.NewApp;
import dev.busway.routes.RefusedException;
import dev.busway.settings.ConfigurationException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Writes the files of a new app. */
@Command(
        name = "new-app",
        description = "Write the route, schema, records, processor and tests of a new app",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class NewAppCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "<name>", description = "Name of the app, such as order-intake")
    private String name;

    @Option(names = "--yaml-only", description = "An app without Java: a route and a schema")
    private boolean yamlOnly;

    @Option(
            names = "--package",
            paramLabel = "<package>",
            defaultValue = "dev.busway.apps",
            description = "Java package to put the app's own package in (default: ${DEFAULT-VALUE})")
    private String javaPackage;

    @Option(
            names = "--directory",
            paramLabel = "<folder>",
            defaultValue = "",
            description = "Folder of the project (default: the working directory)")
    private Path directory;

    @Override
    public Integer call() throws IOException {
        Logs.ofTool();
        try {
            List<Path> written = NewApp.of(name, javaPackage, yamlOnly).writeTo(directory);
            explain(written);
            return 0;
        } catch (RefusedException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    private void explain(List<Path> written) {
        PrintWriter out = spec.commandLine().getOut();
        written.forEach(file -> out.println("  " + file));
        out.println();
        out.println("Next:");
        out.println("  1. Say in routes/schemas/" + name + ".schema.json what the app accepts.");
        out.println(
                yamlOnly
                        ? "  2. Put its steps into routes/" + name + ".camel.yaml."
                        : "  2. Give the records their fields and the processor its work; its tests are beside it.");
        out.println("  3. Check it: java -jar busway.jar validate");
        out.println("  4. Try it: java -jar busway.jar dev" + (yamlOnly ? "" : " (after mvn verify)"));
        out.println("  5. It reads " + name + "-in and writes " + name + "-out; other queues: " + name + ".in.queue, "
                + name + ".out.queue.");
    }
}
