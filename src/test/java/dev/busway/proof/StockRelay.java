package dev.busway.proof;

import java.nio.file.Path;
import java.util.Properties;
import org.apache.camel.CamelContext;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The same route files on Camel's own component, for comparison. */
final class StockRelay implements AutoCloseable {

    private final CamelContext context = new DefaultCamelContext();

    static StockRelay start(String connectionString, Path routes) throws Exception {
        StockRelay relay = new StockRelay();
        Properties properties = new Properties();
        properties.setProperty("busway.retry.tries", "2");
        properties.setProperty("busway.retry.delay", "10");
        properties.setProperty("busway.retry.async", "false");
        relay.context.getPropertiesComponent().setInitialProperties(properties);
        relay.context.getShutdownStrategy().setTimeout(30);
        ServiceBusComponent component = new ServiceBusComponent();
        component.getConfiguration().setConnectionString(connectionString);
        relay.context.addComponent("azure-servicebus", component);
        for (String file : new String[] {"error-handling.camel.yaml", "relay.camel.yaml"}) {
            PluginHelper.getRoutesLoader(relay.context)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(relay.context, "file:" + routes.resolve(file)));
        }
        relay.context.start();
        return relay;
    }

    @Override
    public void close() {
        context.stop();
    }
}
