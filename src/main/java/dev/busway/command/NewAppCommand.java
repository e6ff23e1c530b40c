package dev.busway.command;

import dev.busway.routes.NewApp;
import dev.busway.routes.RefusedException;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.ProgramName;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
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
        description = "Write the route, schema, records, processor, tests and a sample of a new app",
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
            description = "Java package to put the app's own package in (default: com.example; dev.busway.apps in the"
                    + " sources of Busway)")
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
            String parent = javaPackage == null ? NewApp.defaultPackage(directory) : javaPackage;
            boolean ownProject = !yamlOnly && !Files.exists(directory.resolve("pom.xml"));
            List<Path> written = NewApp.of(name, parent, yamlOnly).writeTo(directory);
            explain(written, ownProject);
            return 0;
        } catch (RefusedException e) {
            throw new ConfigurationException(e.getMessage(), e);
        }
    }

    private void explain(List<Path> written, boolean ownProject) {
        PrintWriter out = spec.commandLine().getOut();
        String busway = ProgramName.inShell();
        out.println("The app " + name + " reads " + name + "-in and writes " + name + "-out. Written:");
        written.forEach(file -> out.println("  " + file));
        out.println();
        out.println("It works as it is. Next" + (directory.toString().isEmpty() ? "" : ", in " + directory) + ":");
        String build = ownProject ? "mvn package" : "mvn -q package -DskipTests";
        String lib = ownProject ? " --lib target" : "";
        if (!yamlOnly) {
            out.println("  " + build);
        }
        out.println("  " + busway + " validate" + lib);
        out.println("  " + busway + " dev --apps " + name + lib);
        out.println();
        out.println("Then say in routes/schemas/" + name + ".schema.json what the app accepts, in samples/" + name
                + "/ what dev");
        out.println(
                yamlOnly
                        ? "sends, and put its steps into routes/" + name + ".camel.yaml; dev takes edits while it runs."
                        : "sends, give the records their fields and the processor its work, and build again.");
        if (ownProject) {
            out.println(
                    "The build needs Busway in the Maven repository: once, in its sources, mvn install -DskipTests.");
        }
        out.flush();
    }
}
