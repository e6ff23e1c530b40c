package dev.busway.servicebus;

import java.util.Map;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;
import org.apache.camel.component.azure.servicebus.ServiceBusEndpoint;

/** A queue, topic or subscription in a route. */
final class BuswayServiceBusEndpoint extends ServiceBusEndpoint {

    private final Map<AppOption, String> options;

    BuswayServiceBusEndpoint(
            String uri,
            BuswayServiceBusComponent component,
            ServiceBusConfiguration configuration,
            Map<AppOption, String> options) {
        super(uri, component, configuration);
        this.options = options;
    }

    @Override
    public BuswayServiceBusComponent getComponent() {
        return (BuswayServiceBusComponent) super.getComponent();
    }

    @Override
    public Consumer createConsumer(Processor processor) throws Exception {
        BuswayServiceBusConsumer consumer = new BuswayServiceBusConsumer(this, processor);
        configureConsumer(consumer);
        return consumer;
    }

    @Override
    public Producer createProducer() {
        return new BuswayServiceBusProducer(this);
    }

    /** Those of our own options that stand in the URI. */
    Map<AppOption, String> options() {
        return options;
    }
}
