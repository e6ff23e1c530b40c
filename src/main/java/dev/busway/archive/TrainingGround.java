package dev.busway.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/**
 * A temporary working directory with the shipped routes, without apps from outside and without properties. A host that is
 * started there sees nothing of what lies beside the jar: it would be the owner's apps that run in training otherwise.
 */
record TrainingGround(Path directory) implements AutoCloseable {

    static TrainingGround of(Path jar) throws IOException {
        TrainingGround ground = new TrainingGround(Files.createTempDirectory("busway-training"));
        try {
            Files.createDirectory(ground.directory.resolve("lib"));
            Files.createDirectory(ground.directory.resolve("config"));
            Files.createFile(ground.directory.resolve("config").resolve("application.properties"));
            ground.unpackRoutes(jar);
            return ground;
        } catch (IOException e) {
            ground.close();
            throw e;
        }
    }

    private void unpackRoutes(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            List<? extends ZipEntry> routes = file.stream()
                    .filter(entry -> entry.getName().startsWith("routes/") && !entry.isDirectory())
                    .toList();
            for (ZipEntry entry : routes) {
                Path target = directory.resolve(entry.getName());
                Files.createDirectories(target.getParent());
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, target);
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
