package dev.busway.shipped;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.AdviceWith;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.BeanDefinition;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Runs the shipped route files as they are, with in-memory queues in place of Service Bus. */
final class ShippedRoutes implements AutoCloseable {

    private final DefaultCamelContext context = new DefaultCamelContext();
    private final ProducerTemplate sender;
    private final List<String> sent = new CopyOnWriteArrayList<>();

    ShippedRoutes(String... propertiesAndValues) throws Exception {
        Properties properties = new Properties();
        for (int i = 0; i < propertiesAndValues.length; i += 2) {
            properties.setProperty(propertiesAndValues[i], propertiesAndValues[i + 1]);
        }
        context.getPropertiesComponent().setInitialProperties(properties);
        context.addComponent("azure-servicebus", new InMemoryQueues());
        List<String> files = List.of("error-handling", "feedback-form", "counter");
        for (String file : files) {
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(
                            ResourceHelper.resolveMandatoryResource(context, "file:routes/" + file + ".camel.yaml"));
        }
        context.start();
        sender = context.createProducerTemplate();
    }

    /** Puts another processor in the place of the one that the route file names. */
    ShippedRoutes withProcessor(String route, Processor processor) throws Exception {
        AdviceWith.adviceWith(context, route, false, advice -> advice.weaveByType(BeanDefinition.class)
                .replace()
                .process(processor));
        return this;
    }

    /** Takes the outputs of a route from its output queue. */
    ShippedRoutes collect(String queue) throws Exception {
        Endpoint endpoint = context.getEndpoint("direct:" + queue);
        endpoint.createConsumer(exchange -> sent.add(exchange.getMessage().getBody(String.class)))
                .start();
        return this;
    }

    /** Puts a message through the route of this input queue and returns when the route has ended. */
    Exchange send(String queue, Object body) {
        return sender.send("direct:" + queue, exchange -> exchange.getMessage().setBody(body));
    }

    List<String> sent() {
        return new ArrayList<>(sent);
    }

    @Override
    public void close() throws IOException {
        context.close();
    }

    /** Deliberately takes the options of a Service Bus endpoint and ignores them. */
    @Component("azure-servicebus")
    private static final class InMemoryQueues extends ServiceBusComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String queue, Map<String, Object> parameters) {
            parameters.clear();
            return getCamelContext().getEndpoint("direct:" + queue);
        }
    }
}
