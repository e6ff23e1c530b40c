package dev.busway.servicebus;

import java.util.Collection;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.impl.engine.DefaultAsyncProcessorAwaitManager;
import org.apache.camel.spi.AsyncProcessorAwaitManager;
import org.apache.camel.support.service.ServiceHelper;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Ends the waiting of threads for steps that have not ended, when the context is stopped. Camel's own writes the exchange
 * that each of them works on into the log, with body and headers.
 */
final class QuietAwaitManager extends DefaultAsyncProcessorAwaitManager {

    private static final Logger LOG = LoggerFactory.getLogger(QuietAwaitManager.class);

    private QuietAwaitManager() {}

    /** Takes the place of Camel's; to be called before there are routes. */
    static void use(CamelContext context) {
        QuietAwaitManager manager = new QuietAwaitManager();
        ServiceHelper.startService(manager);
        context.getCamelContextExtension().addContextPlugin(AsyncProcessorAwaitManager.class, manager);
    }

    @Override
    public void interrupt(Exchange exchange) {
        browse().stream().filter(waiting -> waiting.getExchange() == exchange).forEach(QuietAwaitManager::end);
    }

    @Override
    protected void doStop() {
        Collection<AwaitThread> waiting = browse();
        if (!waiting.isEmpty()) {
            LOG.warn("{} threads still wait for a step that has not ended: interrupting them", waiting.size());
            waiting.forEach(QuietAwaitManager::end);
        }
    }

    private static void end(AwaitThread waiting) {
        LOG.atWarn()
                .addKeyValue("app", waiting.getRouteId())
                .addKeyValue("step", waiting.getNodeId())
                .log("interrupted {}", waiting.getBlockedThread().getName());
        waiting.getBlockedThread().interrupt();
    }
}
