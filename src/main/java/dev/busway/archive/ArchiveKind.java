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
     * A class-data archive, made from the list of classes that the training run loaded. Deliberately not written at the
     * end of that run, which ends in a crash of Java 17's virtual machine. A list with the lambdas of some classes makes it
     * crash too; then the archive is made without lambdas, which start a tenth of a second later.
     */
    record ClassData() implements ArchiveKind {

        private static final String LOADED = "loaded-classes.txt";
        private static final String LAMBDA = "@lambda-proxy";

        @Override
        public String fileName() {
            return "busway.jsa";
        }

        @Override
        public List<String> trainingOptions(Path directory) {
            return List.of("-XX:DumpLoadedClassList=" + directory.resolve(LOADED));
        }

        @Override
        public void finish(Path directory, Path jar, JavaCommand java) throws IOException {
            Path loaded = directory.resolve(LOADED);
            Path archive = directory.resolve(fileName());
            dump(loaded, archive, jar, java);
            if (!Files.exists(archive)) {
                List<String> classes = Files.readAllLines(loaded);
                Files.write(
                        loaded,
                        classes.stream()
                                .filter(line -> !line.startsWith(LAMBDA))
                                .toList());
                dump(loaded, archive, jar, java);
            }
            Files.delete(loaded);
        }

        @Override
        public String useOption(Path archive) {
            return "-XX:SharedArchiveFile=" + archive;
        }

        private static void dump(Path classes, Path archive, Path jar, JavaCommand java) throws IOException {
            java.run(List.of(
                    "-Xshare:dump",
                    "-XX:SharedClassListFile=" + classes,
                    "-XX:SharedArchiveFile=" + archive,
                    "-cp",
                    jar.toString()));
        }
    }
}
