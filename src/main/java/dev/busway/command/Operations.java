package dev.busway.command;

import dev.busway.host.ServiceBusAccess;
import dev.busway.http.HttpPart;
import dev.busway.metrics.HostMetrics;
import dev.busway.ops.Access;
import dev.busway.ops.OpsPart;
import dev.busway.settings.Settings;
import java.util.List;
import java.util.function.Function;
import org.apache.camel.CamelContext;

/** What operators reach over HTTP besides health: metrics, the operations page and its API. */
final class Operations {

    /** The bearer token for changes; environment BUSWAY_OPS_TOKEN. A secret. */
    static final String TOKEN = "busway.ops.token";

    private Operations() {}

    /** For a host: changes need the token, and are refused when there is none. */
    static Function<CamelContext, List<HttpPart>> guarded(Settings settings) {
        return parts(settings, Access.token(settings.find(TOKEN).orElse(null)));
    }

    /** For somebody's own machine; the host must listen on loopback only. */
    static Function<CamelContext, List<HttpPart>> open(Settings settings) {
        return parts(settings, Access.loopback());
    }

    private static Function<CamelContext, List<HttpPart>> parts(Settings settings, Access access) {
        ServiceBusAccess serviceBus = ServiceBusAccess.from(settings);
        return context ->
                List.of(HostMetrics.addTo(context), OpsPart.addTo(context, access, serviceBus::clientBuilder));
    }
}
