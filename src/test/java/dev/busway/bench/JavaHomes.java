package dev.busway.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The Java installations that the start is measured on: the one that runs, and those that a property names. */
final class JavaHomes {

    private static final String OTHERS = System.getProperty("bench.java.others", "/usr/lib/jvm/temurin-25-jdk-amd64");

    private JavaHomes() {}

    static List<Path> found() {
        return Arrays.stream((System.getProperty("java.home") + "," + OTHERS).split(",", -1))
                .map(Path::of)
                .filter(home -> Files.isExecutable(home.resolve("bin/java")))
                .distinct()
                .toList();
    }

    /** The feature version, such as 17. */
    static String version(Path javaHome) {
        try {
            return Files.readAllLines(javaHome.resolve("release")).stream()
                    .filter(line -> line.startsWith("JAVA_VERSION="))
                    .map(line -> line.replaceAll("JAVA_VERSION=\"([0-9]+).*", "$1"))
                    .findFirst()
                    .orElse("?");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
