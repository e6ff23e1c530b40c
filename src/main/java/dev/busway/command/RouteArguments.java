package dev.busway.command;

import dev.busway.host.HostedRoutes;
import dev.busway.host.OutsideApps;
import dev.busway.host.SchemaFolder;
import dev.busway.host.SettingsInCamel;
import dev.busway.routes.RouteCheck;
import dev.busway.routes.RoutesFolder;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which route files a command looks at: the named ones, else those that a host would take. Says which on standard error. */
final class RouteArguments {

    private static final String SUFFIX = RoutesFolder.SUFFIX;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            arity = "0..*",
            paramLabel = "<file>",
            description = "Route files, or folders of them (default: those that a host takes here: of the folder of"
                    + " busway.routes and of the jars in lib, else those inside the jar)")
    private List<Path> files = new ArrayList<>();

    @Option(
            names = "--routes",
            paramLabel = "<folder>",
            description = "Folder of the route files (default: routes, else those inside the jar)")
    private Path folder;

    @Option(names = "--lib", paramLabel = "<folder>", description = "Folder of jars with apps (default: lib)")
    private String lib;

    private final List<Path> ignored = new ArrayList<>();

    private OutsideApps outside;

    /** Those of a folder, for a command whose own arguments are no files; each is null for the default. */
    static RouteArguments of(CommandSpec spec, Path folder, String lib) {
        RouteArguments arguments = new RouteArguments();
        arguments.spec = spec;
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
        if (files.isEmpty()) {
            HostedRoutes hosted = HostedRoutes.find(
                    folder == null ? settings : settings.with(Settings.ROUTES, folder.toString()), outside);
            spec.commandLine().getErr().println("Routes from " + hosted.place());
            hosted.folder().ifPresent(this::inFolder);
            return hosted.files().stream().map(RouteArguments::shortest).toList();
        }
        List<Path> found = new ArrayList<>();
        for (Path path : files) {
            if (!Files.exists(path)) {
                throw new ConfigurationException("There is no " + path + ". Name route files, or a folder with *"
                        + SUFFIX + " files, or none for those that a host takes here.");
            }
            found.addAll(Files.isDirectory(path) ? inFolder(path) : List.of(path));
        }
        if (found.isEmpty()) {
            throw new ConfigurationException("There is no *" + SUFFIX + " file in " + files.get(0) + ".");
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

    /** As seen from the working directory where it is below that, so that problems are told under names that a person knows. */
    private static Path shortest(Path file) {
        Path here = Path.of("").toAbsolutePath();
        boolean below = file.getFileSystem().equals(FileSystems.getDefault()) && file.startsWith(here);
        return below ? here.relativize(file) : file;
    }

    private List<Path> inFolder(Path folder) {
        try {
            RoutesFolder found = RoutesFolder.of(folder);
            found.ignored().stream().map(RouteArguments::shortest).forEach(ignored::add);
            return found.files();
        } catch (IOException e) {
            throw new ConfigurationException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
