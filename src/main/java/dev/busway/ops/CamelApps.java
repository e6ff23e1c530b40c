package dev.busway.ops;

import dev.busway.servicebus.AppReport;
import dev.busway.servicebus.ServiceBusApps;
import dev.busway.servicebus.ServiceBusReports;
import java.util.List;
import java.util.OptionalInt;
import org.apache.camel.CamelContext;

/** The apps of one Camel context. */
final class CamelApps implements AppControl {

    private final CamelContext context;

    CamelApps(CamelContext context) {
        this.context = context;
    }

    @Override
    public List<AppReport> reports() {
        return ServiceBusReports.of(context);
    }

    @Override
    public boolean pause(String app) {
        return ServiceBusApps.pause(context, app);
    }

    @Override
    public boolean resume(String app) {
        return ServiceBusApps.resume(context, app);
    }

    @Override
    public boolean drain(String app) {
        return ServiceBusApps.drain(context, app);
    }

    @Override
    public OptionalInt concurrency(String app) {
        return ServiceBusApps.concurrency(context, app);
    }

    @Override
    public boolean concurrency(String app, int messagesAtOnce) {
        return ServiceBusApps.concurrency(context, app, messagesAtOnce);
    }
}
