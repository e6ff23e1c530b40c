package dev.busway.command;

import dev.busway.host.SettingsInCamel;
import dev.busway.routes.RouteCheck;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which route files a command looks at: the named ones, else those of the routes folder. */
final class RouteArguments {

    private static final String SUFFIX = ".camel.yaml";
    private static final String SCHEMAS = "busway.schemas";

    @Parameters(
            arity = "0..*",
            paramLabel = "<file>",
            description = "Route files, or folders of them (default: the folder of busway.routes)")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--routes", paramLabel = "<folder>", description = "Folder of the route files (default: routes)")
    private Path folder;

    /**
     * The files.
     *
     * @throws ConfigurationException when there is none
     */
    List<Path> files(Settings settings) {
        List<Path> asked = files.isEmpty() ? List.of(folder(settings)) : files;
        List<Path> found = new ArrayList<>();
        for (Path path : asked) {
            if (!Files.exists(path)) {
                throw new ConfigurationException("There is no " + path + ". Name route files, or a folder with *"
                        + SUFFIX + " files, or start this in the folder that holds " + folder(settings) + ".");
            }
            found.addAll(Files.isDirectory(path) ? inFolder(path) : List.of(path));
        }
        if (found.isEmpty()) {
            throw new ConfigurationException("There is no *" + SUFFIX + " file in " + asked.get(0) + ".");
        }
        return found;
    }

    /** A check that knows the settings, and the schemas beside the first file. */
    RouteCheck check(Settings settings, List<Path> found) {
        Path beside = found.get(0).toAbsolutePath().resolveSibling("schemas");
        boolean shipped = settings.find(SCHEMAS).isEmpty() && !Files.isDirectory(beside);
        String schemas = settings.find(SCHEMAS).orElse(shipped ? "classpath:routes/schemas" : "file:" + beside);
        return new RouteCheck(new SettingsInCamel(settings.with(SCHEMAS, schemas)));
    }

    private Path folder(Settings settings) {
        return folder != null ? folder : Path.of(settings.find(Settings.ROUTES).orElse("routes"));
    }

    private static List<Path> inFolder(Path folder) {
        try (Stream<Path> found = Files.list(folder)) {
            return found.filter(file -> file.getFileName().toString().endsWith(SUFFIX))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ConfigurationException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
