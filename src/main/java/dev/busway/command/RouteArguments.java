package dev.busway.command;

import dev.busway.host.OutsideApps;
import dev.busway.host.SchemaFolder;
import dev.busway.host.SettingsInCamel;
import dev.busway.routes.RouteCheck;
import dev.busway.routes.RoutesFolder;
import dev.busway.settings.BesideTheJar;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which route files a command looks at: the named ones, else those of the routes folder. */
final class RouteArguments {

    private static final String SUFFIX = RoutesFolder.SUFFIX;

    @Parameters(
            arity = "0..*",
            paramLabel = "<file>",
            description = "Route files, or folders of them (default: the folder of busway.routes)")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--routes", paramLabel = "<folder>", description = "Folder of the route files (default: routes)")
    private Path folder;

    @Option(names = "--lib", paramLabel = "<folder>", description = "Folder of jars with apps (default: lib)")
    private String lib;

    private final List<Path> ignored = new ArrayList<>();

    private OutsideApps outside;

    /** Those of a folder, for a command whose own arguments are no files; each is null for the default. */
    static RouteArguments of(Path folder, String lib) {
        RouteArguments arguments = new RouteArguments();
        arguments.folder = folder;
        arguments.lib = lib;
        return arguments;
    }

    /**
     * The files; without any named, those that a host would take from the folder and from apps from outside.
     *
     * @throws ConfigurationException when there is none
     */
    List<Path> files(Settings settings) {
        // Stays open until this process has ended, which is soon.
        outside = OutsideApps.find(lib == null ? settings : settings.with(Settings.LIB, lib));
        List<Path> found = new ArrayList<>();
        if (files.isEmpty()) {
            found.addAll(hosted(settings));
        }
        for (Path path : files) {
            requireThere(path, settings);
            found.addAll(Files.isDirectory(path) ? inFolder(path) : List.of(path));
        }
        if (found.isEmpty()) {
            throw new ConfigurationException(
                    "There is no *" + SUFFIX + " file in " + (files.isEmpty() ? folder(settings) : files.get(0)) + ".");
        }
        return found;
    }

    /** Files beside those of {@link #files} that nobody reads, though somebody may believe so. */
    List<Path> ignored() {
        return List.copyOf(ignored);
    }

    /** A check that knows the settings, the apps from outside, and the schemas beside the first file. */
    RouteCheck check(Settings settings, List<Path> found) {
        Optional<Path> beside = found.stream()
                .filter(file -> file.getFileSystem().equals(FileSystems.getDefault()))
                .map(file -> file.toAbsolutePath().getParent())
                .findFirst();
        SettingsInCamel visible =
                new SettingsInCamel(settings.with(Settings.SCHEMAS, SchemaFolder.location(settings, beside)));
        return new RouteCheck(context -> {
            outside.applyTo(context);
            visible.accept(context);
        });
    }

    private List<Path> hosted(Settings settings) {
        Path asked = folder(settings);
        List<Path> found = new ArrayList<>(Files.isDirectory(asked) ? inFolder(asked) : List.of());
        found.addAll(outside.routeFiles(
                found.stream().map(file -> file.getFileName().toString()).toList()));
        if (found.isEmpty()) {
            requireThere(asked, settings);
        }
        return found;
    }

    private void requireThere(Path path, Settings settings) {
        if (!Files.exists(path)) {
            throw new ConfigurationException("There is no " + path + ". Name route files, or a folder with *" + SUFFIX
                    + " files, or start this in the folder that holds " + folder(settings) + ".");
        }
    }

    /** As it was named where it is in the working directory, so that problems are told under names that a person knows. */
    private Path folder(Settings settings) {
        Path asked =
                folder != null ? folder : Path.of(settings.find(Settings.ROUTES).orElse("routes"));
        return Files.exists(asked) ? asked : BesideTheJar.find(asked).orElse(asked);
    }

    private List<Path> inFolder(Path folder) {
        try {
            RoutesFolder found = RoutesFolder.of(folder);
            ignored.addAll(found.ignored());
            return found.files();
        } catch (IOException e) {
            throw new ConfigurationException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
