package dev.busway.dev;

import dev.busway.settings.ConfigurationException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The sample messages: {@code samples/<app>/<name>.json} of the working directory, else those inside the jar. A name that begins
 * with {@code wrong} is for a message that the app is to refuse.
 *
 * @param place where they are, as a person would name it
 * @param all every sample, in the order of app and name
 */
public record Samples(String place, List<Sample> all) {

    private static final String FOLDER = "samples";
    private static final String SUFFIX = ".json";
    private static final String WRONG = "wrong";
    /** The samples inside the jar, by name: a jar cannot be listed without reading all of it. */
    private static final List<String> SHIPPED = List.of(
            "counter/empty",
            "counter/poem",
            "feedback-form/complaint",
            "feedback-form/praise",
            "feedback-form/wrong-rating");

    public Samples {
        all = List.copyOf(all);
    }

    /**
     * One message to send.
     *
     * @param app the app whose input queue it is for
     * @param name becomes its message id
     * @param body the body
     */
    public record Sample(String app, String name, String body) {}

    /** A sample of an app that works; empty if there is none. */
    public Optional<Sample> goodOneOf(String app) {
        return of(app).stream()
                .filter(sample -> !sample.name().startsWith(WRONG))
                .findFirst();
    }

    /** Finds the samples of one app. */
    public List<Sample> of(String app) {
        return all.stream().filter(sample -> sample.app().equals(app)).toList();
    }

    /**
     * Reads the samples.
     *
     * @throws ConfigurationException when the folder is there and cannot be read
     */
    public static Samples find() {
        Path folder = Path.of(FOLDER).toAbsolutePath();
        return Files.isDirectory(folder) ? ofFolder(folder) : shipped();
    }

    static Samples ofFolder(Path folder) {
        try (Stream<Path> files = Files.walk(folder, 2)) {
            List<Sample> samples = new ArrayList<>();
            for (Path file : files.filter(file -> file.toString().endsWith(SUFFIX))
                    .sorted()
                    .toList()) {
                Path app = folder.relativize(file).getParent();
                if (app != null) {
                    samples.add(new Sample(app.toString(), nameOf(file), Files.readString(file)));
                }
            }
            return new Samples(folder.toString(), samples);
        } catch (IOException e) {
            throw new ConfigurationException("The samples in " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }

    static Samples shipped() {
        List<Sample> samples = new ArrayList<>();
        for (String path : SHIPPED) {
            String[] appAndName = path.split("/", 2);
            try (InputStream in = Samples.class.getResourceAsStream("/" + FOLDER + "/" + path + SUFFIX)) {
                if (in == null) {
                    throw new IllegalStateException("The sample " + path + " is not in the jar");
                }
                samples.add(new Sample(
                        appAndName[0],
                        appAndName[1],
                        new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)));
            } catch (IOException e) {
                throw new UncheckedIOException("The sample " + path + " cannot be read", e);
            }
        }
        return new Samples("the jar", samples);
    }

    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }
}
