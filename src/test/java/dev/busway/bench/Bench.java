package dev.busway.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The one command: runs the parts that the settings name and prints their tables, also into a file. */
public final class Bench {

    private Bench() {}

    public static void main(String[] args) throws IOException {
        BenchSettings settings = BenchSettings.fromSystemProperties();
        ThroughputBench throughput = new ThroughputBench(settings);
        List<Table> tables = new ArrayList<>();
        Path file = settings.workDirectory().resolve("results.md");
        for (String part : settings.parts()) {
            System.out.println("measuring " + part);
            Table table =
                    switch (part) {
                        case "throughput" -> throughput.run();
                        case "latency" -> new LatencyBench(settings, throughput).run();
                        case "start" -> new StartBench(settings).run();
                        case "backoff" -> new BackoffBench(settings).run();
                        case "heap" -> new HeapBench(settings).run();
                        case "growth" -> new GrowthBench(settings).run();
                        case "apps" -> new AppsBench(settings).run();
                        default -> throw new IllegalArgumentException("bench.parts names no part: " + part);
                    };
            System.out.println(table);
            tables.add(table);
            // After each part, so that one that fails takes no other with it.
            Files.writeString(
                    file, String.join("\n", tables.stream().map(Table::toString).toList()));
        }
        System.out.println("written to " + file);
    }
}
