package dev.busway.settings;

import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/** Finds and reads the two property files: the one inside the jar and the one an operator keeps beside it. */
final class PropertyFiles {

    private static final String INSIDE = "/application.properties";
    private static final Path BESIDE = Path.of("config", "application.properties");

    private PropertyFiles() {}

    static Properties insideTheJar() {
        Properties properties = new Properties();
        try (InputStream in = PropertyFiles.class.getResourceAsStream(INSIDE)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The application.properties inside the jar cannot be read", e);
        }
        return properties;
    }

    /** What {@link #fileBesideTheJar()} says; empty when there is none. */
    static Properties besideTheJar() {
        return fileBesideTheJar().map(PropertyFiles::read).orElseGet(Properties::new);
    }

    /** {@code config/application.properties} of the working directory, else of the jar's directory. */
    static Optional<Path> fileBesideTheJar() {
        return BesideTheJar.find(BESIDE).filter(Files::isRegularFile);
    }

    static Properties read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(file + " cannot be read: " + e.getMessage(), e);
        }
        return properties;
    }
}
