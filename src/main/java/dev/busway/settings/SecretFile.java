package dev.busway.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A secret in a file, as container platforms mount them: neither child processes nor dumps of the environment show it. */
final class SecretFile {

    /** Of the environment variable that names the file. */
    static final String SUFFIX = "_FILE";

    /** In bytes; whatever is longer is some other file. */
    private static final int LONGEST = 64 * 1024;

    private SecretFile() {}

    /**
     * Reads the file.
     *
     * @param variable which names it, for the error
     * @throws ConfigurationException naming variable and file, never what is in it
     */
    static String read(String variable, String file) {
        try {
            Path path = Path.of(file);
            if (!Files.isRegularFile(path)) {
                throw wrong(variable, file, "is not there or is no file");
            }
            if (Files.size(path) > LONGEST) {
                throw wrong(variable, file, "is longer than any secret");
            }
            String secret = Files.readString(path, StandardCharsets.UTF_8);
            if (secret.isBlank()) {
                throw wrong(variable, file, "is empty");
            }
            return secret;
        } catch (IOException | InvalidPathException unreadable) {
            throw wrong(
                    variable, file, "cannot be read: " + unreadable.getClass().getSimpleName());
        }
    }

    private static ConfigurationException wrong(String variable, String file, String what) {
        return new ConfigurationException("The file " + file + " of " + variable + " " + what
                + ". Mount the secret there, or unset " + variable + ".");
    }
}
