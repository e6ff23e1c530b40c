package dev.busway.settings;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;

/** How this program is called, so that what it tells people to type works as it is pasted. */
public final class ProgramName {

    /** Set by the launcher to what it was called by. */
    private static final String LAUNCHER = "busway.launcher";

    private ProgramName() {}

    /** The launcher if that started it, else {@code java -jar} with the path of the jar as seen from the working directory. */
    public static String inShell() {
        String launcher = System.getProperty(LAUNCHER, "");
        if (!launcher.isBlank()) {
            return quoted(launcher);
        }
        CodeSource source = ProgramName.class.getProtectionDomain().getCodeSource();
        try {
            return source == null
                    ? "busway"
                    : of(Path.of(source.getLocation().toURI()), Path.of("").toAbsolutePath());
        } catch (URISyntaxException | IllegalArgumentException notAFile) {
            return "busway";
        }
    }

    /** Of a jar, for somebody in this directory; {@code busway} when it runs from its classes. */
    static String of(Path jar, Path directory) {
        if (!Files.isRegularFile(jar)) {
            return "busway";
        }
        Path shown = jar.startsWith(directory) ? directory.relativize(jar) : jar;
        return "java -jar " + quoted(shown.toString());
    }

    private static String quoted(String word) {
        return word.matches("[\\w./\\\\:~+-]+") ? word : "\"" + word + "\"";
    }
}
