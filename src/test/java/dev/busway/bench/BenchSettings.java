package dev.busway.bench;

import java.io.File;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * What a run measures and for how long, read from {@code bench.*} system properties.
 *
 * @param parts names of the parts to run, in order
 * @param variants letters of the variants to run
 * @param jar the product, as it is shipped
 * @param productClasses the class path of the product with the benchmarks
 * @param benchClasses the class path of the hand-written variants: what they were compiled with
 * @param javaHome the Java installation of the measured processes
 * @param workDirectory where logs, recordings and archives go
 * @param warmUp how long a variant runs before it is measured
 * @param window how long it is measured
 * @param recorded whether each measured process writes a flight recording
 */
record BenchSettings(
        List<String> parts,
        List<String> variants,
        Path jar,
        String productClasses,
        String benchClasses,
        Path javaHome,
        Path workDirectory,
        Duration warmUp,
        Duration window,
        boolean recorded) {

    private static final String QUICK_PARTS = "throughput,start";
    private static final String NORMAL_PARTS = "throughput,latency,start,backoff,heap";
    private static final String FULL_PARTS = NORMAL_PARTS + ",growth,apps";

    static BenchSettings fromSystemProperties() {
        boolean quick = Boolean.getBoolean("bench.quick");
        String parts = quick ? QUICK_PARTS : Boolean.getBoolean("bench.full") ? FULL_PARTS : NORMAL_PARTS;
        String jar = System.getProperty("bench.jar", "target/busway.jar");
        String testClasses = System.getProperty("bench.test-classes", "target/test-classes");
        return new BenchSettings(
                names("bench.parts", parts),
                names("bench.variants", quick ? "a,d,e,g" : "a,b,c,d,e,f,g"),
                Path.of(jar).toAbsolutePath(),
                jar + File.pathSeparator + testClasses,
                System.getProperty("bench.classes", System.getProperty("java.class.path")),
                Path.of(System.getProperty("bench.java.home", System.getProperty("java.home"))),
                Path.of(System.getProperty("bench.directory", "target/bench")).toAbsolutePath(),
                seconds("bench.warm-up", quick ? 8 : 90),
                seconds("bench.window", quick ? 4 : 6),
                Boolean.getBoolean("bench.record"));
    }

    /** For a short look at the classes of this very process, as a test takes it. */
    static BenchSettings ofThisProcess(Path workDirectory) {
        String classPath = System.getProperty("java.class.path");
        return new BenchSettings(
                List.of(),
                List.of(),
                Path.of("none"),
                classPath,
                classPath,
                Path.of(System.getProperty("java.home")),
                workDirectory,
                Duration.ZERO,
                Duration.ZERO,
                false);
    }

    private static List<String> names(String property, String standard) {
        return List.of(System.getProperty(property, standard)
                .toLowerCase(Locale.ROOT)
                .replace(" ", "")
                .split(",", -1));
    }

    private static Duration seconds(String property, int standard) {
        return Duration.ofSeconds(Integer.getInteger(property, standard));
    }
}
