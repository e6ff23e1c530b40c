package dev.busway.bench;

import java.util.List;
import java.util.Locale;

/** One way of carrying messages from queue to queue. */
enum Variant {
    A("ServiceBusProcessorClient, 32 calls", ProcessorLoop.class.getName()),
    B("ServiceBusReceiverAsyncClient, flatMap 256", AsyncLoop.class.getName()),
    C("feedback-form on the stock component", "dev.busway.bench.StockHost"),
    D("feedback-form on ours, at-least-once", "dev.busway.Busway"),
    E("feedback-form on ours, atomic", "dev.busway.Busway"),
    F("Spring listener", "dev.busway.bench.SpringListener"),
    G("ceiling: batches of 50", CeilingLoop.class.getName());

    private final String title;
    private final String mainClass;

    Variant(String title, String mainClass) {
        this.title = title;
        this.mainClass = mainClass;
    }

    /** The variants with these letters, in the order of the letters. */
    static List<Variant> of(List<String> letters) {
        return letters.stream()
                .map(letter -> valueOf(letter.toUpperCase(Locale.ROOT)))
                .toList();
    }

    String letter() {
        return name().toLowerCase(Locale.ROOT);
    }

    String title() {
        return title;
    }

    String mainClass() {
        return mainClass;
    }

    List<String> options() {
        return isOurs() ? List.of("-Dfeedback-form.handoff=" + (this == E ? "atomic" : "at-least-once")) : List.of();
    }

    /** Ours as it is shipped, with the supervisor beside it; the others with all that they were compiled with. */
    String classPath(BenchSettings settings) {
        return isOurs() ? settings.productClasses() : settings.benchClasses();
    }

    boolean isOurs() {
        return this == D || this == E;
    }
}
