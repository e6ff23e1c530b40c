package dev.busway.metrics;

import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.AppState;
import dev.busway.servicebus.Counts;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.ToDoubleFunction;

/** Turns the reports of the apps into meters; an app that has gone takes its meters along. */
final class AppMeters {

    private record Registered(AtomicReference<AppReport> report, List<Meter> meters) {}

    private final MeterRegistry registry;

    // Guarded by this.
    private final Map<String, Registered> apps = new HashMap<>();

    AppMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /** Takes the newest reports; to be called before each scrape. */
    synchronized void update(List<AppReport> reports) {
        List<String> names = reports.stream().map(AppReport::app).toList();
        apps.entrySet().removeIf(app -> {
            if (names.contains(app.getKey())) {
                return false;
            }
            app.getValue().meters().forEach(registry::remove);
            return true;
        });
        for (AppReport report : reports) {
            apps.computeIfAbsent(report.app(), app -> register(report)).report().set(report);
        }
    }

    private Registered register(AppReport first) {
        Registered app = new Registered(new AtomicReference<>(first), new ArrayList<>());
        Tags tags = Tags.of(MetricNames.SYSTEM, "servicebus", MetricNames.APP, first.app());
        Tags input = tags.and(MetricNames.DESTINATION, first.input());
        Tags output = tags.and(MetricNames.DESTINATION, String.join(",", first.outputs()));
        counter(app, MetricNames.RECEIVED, input, "Messages received under lock", Counts::received);
        counter(app, MetricNames.SENT, output, "Outputs that the broker has accepted", Counts::sent);
        settled(app, input, "complete", Counts::completed);
        settled(app, input, "abandon", Counts::abandoned);
        settled(app, input, "dead_letter", Counts::deadLettered);
        settled(app, input, "release", Counts::released);
        settled(app, input, "schedule", Counts::scheduled);
        counter(app, MetricNames.REDELIVERED, input, "Tries in process after the first", Counts::redelivered);
        counter(app, MetricNames.LOCK_LOST, input, "Messages whose lock was lost before settlement", Counts::lockLost);
        gauge(app, MetricNames.IN_FLIGHT, input, "Messages received and not yet settled", AppReport::inFlight);
        gauge(
                app,
                MetricNames.WAITING,
                input,
                "Messages in flight that wait for their next try",
                AppReport::waitingForRedelivery);
        for (AppState state : AppState.values()) {
            gauge(
                    app,
                    MetricNames.STATE,
                    tags.and(MetricNames.STATE_TAG, state.name().toLowerCase(Locale.ROOT)),
                    "1 for the state that the app is in, 0 for the others",
                    report -> report.state() == state ? 1 : 0);
        }
        app.meters.add(Gauge.builder(MetricNames.LAST_MESSAGE, app.report, AppMeters::lastMessage)
                .description("When the last message was received, in seconds since 1970; 0 when none was")
                .baseUnit("seconds")
                .tags(tags)
                .register(registry));
        return app;
    }

    private static double lastMessage(AtomicReference<AppReport> report) {
        return report.get().lastMessageAt() == null
                ? 0
                : report.get().lastMessageAt().toEpochMilli() / 1_000.0;
    }

    private void settled(Registered app, Tags tags, String disposition, ToDoubleFunction<Counts> count) {
        counter(app, MetricNames.SETTLED, tags.and(MetricNames.DISPOSITION, disposition), "Messages settled", count);
    }

    private void counter(Registered app, String name, Tags tags, String help, ToDoubleFunction<Counts> count) {
        app.meters.add(FunctionCounter.builder(
                        name,
                        app.report,
                        report -> count.applyAsDouble(report.get().counts()))
                .description(help)
                .tags(tags)
                .register(registry));
    }

    private void gauge(Registered app, String name, Tags tags, String help, ToDoubleFunction<AppReport> value) {
        app.meters.add(Gauge.builder(name, app.report, report -> value.applyAsDouble(report.get()))
                .description(help)
                .tags(tags)
                .register(registry));
    }
}
