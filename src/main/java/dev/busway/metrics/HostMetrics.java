package dev.busway.metrics;

import dev.busway.http.HttpPart;
import dev.busway.http.LastAnswer;
import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.MessageObserver;
import dev.busway.servicebus.ServiceBusReports;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/** {@code /metrics}: the apps, the JVM and the process in the text format of Prometheus; stops with the Camel context. */
public final class HostMetrics extends ServiceSupport implements HttpPart {

    private static final int PER_SECOND = 5;
    private static final int AT_ONCE = 20;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics garbageCollection = new JvmGcMetrics();
    private final AppMeters apps = new AppMeters(registry);
    private final MessageMeters messages = new MessageMeters(registry);
    private final Supplier<List<AppReport>> reports;

    HostMetrics(Supplier<List<AppReport>> reports) {
        this.reports = reports;
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        garbageCollection.bindTo(registry);
    }

    /** Makes the metrics of a context's apps; to be called before its routes start, so that no message is missed. */
    public static HostMetrics addTo(CamelContext context) {
        HostMetrics metrics = new HostMetrics(() -> ServiceBusReports.of(context));
        context.getRegistry().bind("buswayMessageMeters", MessageObserver.class, metrics.messages);
        try {
            context.addService(metrics);
        } catch (Exception impossible) {
            throw new IllegalStateException("metrics could not be started", impossible);
        }
        return metrics;
    }

    @Override
    public void addTo(Router router) {
        LastAnswer<String> scrapes = LastAnswer.of(this::scrape, PER_SECOND, AT_ONCE);
        router.get("/metrics").handler(routing -> answer(routing, scrapes.get()));
    }

    /** Everything as it stands now. */
    String scrape() {
        List<AppReport> now = reports.get();
        apps.update(now);
        now.forEach(report -> messages.expect(report.app()));
        return registry.scrape();
    }

    MessageObserver observer() {
        return messages;
    }

    @Override
    protected void doStop() {
        garbageCollection.close();
        registry.close();
    }

    private static void answer(RoutingContext routing, String metrics) {
        routing.response()
                .putHeader("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
                .putHeader("Cache-Control", "no-store")
                .putHeader("X-Content-Type-Options", "nosniff")
                .end(metrics);
    }
}
