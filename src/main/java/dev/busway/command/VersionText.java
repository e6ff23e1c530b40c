package dev.busway.command;

import dev.busway.host.Version;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints. */
final class VersionText implements IVersionProvider {

    @Override
    public String[] getVersion() {
        return new String[] {"busway " + Version.ofThisJar() + " (Java " + Runtime.version() + ")"};
    }
}
