package dev.busway.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How one line of Java versions makes an archive and uses it. */
sealed interface ArchiveKind {

    /** The kind that this version of Java makes: ahead-of-time caches came with 25. */
    static ArchiveKind of(Runtime.Version version) {
        return version.feature() >= 25 ? new AotCache() : new ClassData();
    }

    /** The archive's file name. */
    String fileName();

    /** Options of the training run, which loads what a running host needs. */
    List<String> trainingOptions(Path directory);

    /** Makes the archive from what the training run left; nothing where that run has made it already. */
    void finish(Path directory, Path jar, JavaCommand java) throws IOException;

    /** The option that uses the archive. */
    String useOption(Path archive);

    /** An ahead-of-time cache, which Java 25 writes at the end of the training run itself. */
    record AotCache() implements ArchiveKind {

        @Override
        public String fileName() {
            return "busway.aot";
        }

        @Override
        public List<String> trainingOptions(Path directory) {
            return List.of("-XX:AOTCacheOutput=" + directory.resolve(fileName()));
        }

        @Override
        public void finish(Path directory, Path jar, JavaCommand java) {
            // The training run has written it.
        }

        @Override
        public String useOption(Path archive) {
            return "-XX:AOTCache=" + archive;
        }
    }

    /**
     * A class-data archive, made from the list of classes that the training run loaded. Deliberately neither written at
     * the end of that run nor from a list with lambda forms: both end in a crash of Java 17's virtual machine.
     */
    record ClassData() implements ArchiveKind {

        private static final String ALL_CLASSES = "loaded-classes.txt";
        private static final String USED_CLASSES = "archived-classes.txt";

        @Override
        public String fileName() {
            return "busway.jsa";
        }

        @Override
        public List<String> trainingOptions(Path directory) {
            return List.of("-XX:DumpLoadedClassList=" + directory.resolve(ALL_CLASSES));
        }

        @Override
        public void finish(Path directory, Path jar, JavaCommand java) throws IOException {
            Path all = directory.resolve(ALL_CLASSES);
            Path used = directory.resolve(USED_CLASSES);
            Files.write(
                    used,
                    Files.readAllLines(all).stream()
                            .filter(line -> !line.contains("lambda-proxy"))
                            .toList());
            java.run(List.of(
                    "-Xshare:dump",
                    "-XX:SharedClassListFile=" + used,
                    "-XX:SharedArchiveFile=" + directory.resolve(fileName()),
                    "-cp",
                    jar.toString()));
            Files.delete(all);
            Files.delete(used);
        }

        @Override
        public String useOption(Path archive) {
            return "-XX:SharedArchiveFile=" + archive;
        }
    }
}
