package dev.busway.command;

import dev.busway.settings.Settings;
import picocli.CommandLine.Option;

/** The options of every command that hosts apps; each wins over the property of the same meaning. */
final class HostOptions {

    @Option(
            names = "--routes",
            paramLabel = "<folder>",
            description = "Folder of the route files (default: routes, else those in the jar)")
    private String routes;

    @Option(names = "--lib", paramLabel = "<folder>", description = "Folder of jars with apps (default: lib)")
    private String lib;

    @Option(
            names = "--apps",
            paramLabel = "<ids>",
            description = "Route ids of the apps to host, separated by commas (default: all)")
    private String apps;

    @Option(
            names = "--http-port",
            paramLabel = "<port>",
            description = "Port of health; 0 = any free one (default: 8080)")
    private String httpPort;

    Settings applyTo(Settings settings) {
        Settings result = settings;
        result = routes == null ? result : result.with(Settings.ROUTES, routes);
        result = lib == null ? result : result.with(Settings.LIB, lib);
        result = apps == null ? result : result.with(Settings.APPS, apps);
        return httpPort == null ? result : result.with(Settings.HTTP_PORT, httpPort);
    }
}
