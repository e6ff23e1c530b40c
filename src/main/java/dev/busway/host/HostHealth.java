package dev.busway.host;

import dev.busway.health.AppsHealth;
import dev.busway.health.CredentialHealth;
import dev.busway.health.HealthChecks;
import dev.busway.health.HealthHttp;
import dev.busway.http.HttpPart;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;

/** Puts the checks of this host together. */
final class HostHealth {

    private HostHealth() {}

    static HttpPart http(CamelContext context, ServiceBusAccess access) {
        // Deliberately always up: what can be healed by a restart is not known to happen, and losing Service Bus is not
        // it.
        HealthChecks live = () -> List.of(HealthChecks.response("process", true, Map.of()));
        HealthChecks started = () -> List.of(HealthChecks.response(
                "host",
                context.isStarted(),
                Map.of("state", context.getStatus().name(), "version", Version.ofThisJar())));
        HealthChecks ready = started.and(new AppsHealth(context)).and(new RouteEditsHealth(context));
        return new HealthHttp(
                live,
                access.credential().map(CredentialHealth::new).map(ready::and).orElse(ready));
    }
}
