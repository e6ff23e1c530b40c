package dev.busway.metrics;

import dev.busway.servicebus.MessageObserver;
import dev.busway.servicebus.MessageOutcome;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Times each message as it is settled; one look-up and two atomic additions on the way of a message. */
final class MessageMeters implements MessageObserver {

    private static final Duration[] PROCESSING =
            durations(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000);
    private static final Duration[] CRITICAL = durations(
            5,
            10,
            25,
            50,
            100,
            250,
            500,
            1_000,
            2_500,
            5_000,
            10_000,
            30_000,
            60_000,
            300_000,
            900_000,
            3_600_000,
            21_600_000,
            86_400_000);
    private static final double[] GROUP = {1, 2, 5, 10, 20, 30, 40, 50, 75, 100};

    private record Meters(
            Map<MessageOutcome, Timer> processing,
            Timer critical,
            DistributionSummary group,
            Counter renewed,
            Counter notRenewed) {}

    private final MeterRegistry registry;
    private final Map<String, Meters> meters = new ConcurrentHashMap<>();

    MessageMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void settled(String app, MessageOutcome outcome, long processingNanos, long criticalMillis) {
        Meters its = of(app);
        if (processingNanos >= 0) {
            its.processing.get(outcome).record(processingNanos, TimeUnit.NANOSECONDS);
        }
        if (criticalMillis >= 0 && isTheEnd(outcome)) {
            its.critical.record(criticalMillis, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void handedOff(String app, int messages) {
        of(app).group.record(messages);
    }

    @Override
    public void lockRenewed(String app, boolean renewed) {
        Meters its = of(app);
        (renewed ? its.renewed : its.notRenewed).increment();
    }

    /** Makes the meters of an app before its first message, so that its series start at nothing and not at one. */
    void expect(String app) {
        of(app);
    }

    private static boolean isTheEnd(MessageOutcome outcome) {
        return outcome == MessageOutcome.COMPLETED || outcome == MessageOutcome.DEAD_LETTERED;
    }

    private Meters of(String app) {
        Meters known = meters.get(app);
        return known != null ? known : meters.computeIfAbsent(app, this::create);
    }

    private Meters create(String app) {
        Map<MessageOutcome, Timer> processing = new EnumMap<>(MessageOutcome.class);
        for (MessageOutcome outcome : MessageOutcome.values()) {
            processing.put(
                    outcome,
                    Timer.builder(MetricNames.PROCESS_DURATION)
                            .description(
                                    "Time from receipt of a message to the end of its route, retries in process included")
                            .tag(MetricNames.SYSTEM, "servicebus")
                            .tag(MetricNames.APP, app)
                            .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
                            .serviceLevelObjectives(PROCESSING)
                            .register(registry));
        }
        return new Meters(
                processing,
                Timer.builder(MetricNames.CRITICAL_TIME)
                        .description("Time from the enqueuing of a message until it was completed or dead-lettered")
                        .tag(MetricNames.SYSTEM, "servicebus")
                        .tag(MetricNames.APP, app)
                        .serviceLevelObjectives(CRITICAL)
                        .register(registry),
                DistributionSummary.builder(MetricNames.GROUP_SIZE)
                        .description("Messages that were handed off in one commit")
                        .tag(MetricNames.APP, app)
                        .serviceLevelObjectives(GROUP)
                        .register(registry),
                renewals(app, "renewed"),
                renewals(app, "failed"));
    }

    private Counter renewals(String app, String result) {
        return Counter.builder(MetricNames.LOCK_RENEWALS)
                .description("Locks that were renewed, or could not be")
                .tag(MetricNames.APP, app)
                .tag(MetricNames.RESULT, result)
                .register(registry);
    }

    private static Duration[] durations(long... millis) {
        Duration[] durations = new Duration[millis.length];
        for (int i = 0; i < millis.length; i++) {
            durations[i] = Duration.ofMillis(millis[i]);
        }
        return durations;
    }
}
