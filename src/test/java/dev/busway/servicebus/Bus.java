package dev.busway.servicebus;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.messaging.servicebus.models.SubQueue;
import dev.busway.emulator.EmulatorOptions;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.slf4j.LoggerFactory;

/** A fresh emulator, a Camel context whose routes run against it through our component, and a plain client beside it. */
final class Bus implements AutoCloseable {

    static {
        ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).setLevel(Level.WARN);
        ((Logger) LoggerFactory.getLogger("com.azure")).setLevel(Level.OFF);
    }

    private final ServiceBusEmulator emulator;
    private final Properties properties = new Properties();
    private final Map<String, Object> beans = new HashMap<>();
    private final Map<String, ServiceBusSenderClient> senders = new HashMap<>();
    private final BuswayServiceBusComponent component = new BuswayServiceBusComponent();
    private DefaultCamelContext context;

    Bus() {
        this(EmulatorOptions.DEFAULT);
    }

    Bus(EmulatorOptions options) {
        emulator = ServiceBusEmulator.start(options);
    }

    ServiceBusEmulator emulator() {
        return emulator;
    }

    BuswayServiceBusComponent component() {
        return component;
    }

    DefaultCamelContext context() {
        return context;
    }

    Bus queue(QueueSettings settings) {
        emulator.declareQueue(settings);
        return this;
    }

    Bus queues(String... names) {
        for (String name : names) {
            emulator.declareQueue(name);
        }
        return this;
    }

    Bus property(String name, String value) {
        properties.setProperty(name, value);
        return this;
    }

    /** Binds a bean of the routes, or a part that the component looks for. */
    Bus bind(String name, Object bean) {
        beans.put(name, bean);
        return this;
    }

    /** Starts a context with these routes. */
    Bus run(RouteBuilder... routes) throws Exception {
        prepare();
        for (RouteBuilder each : routes) {
            context.addRoutes(each);
        }
        context.start();
        return this;
    }

    /** Starts a context with the routes of a file in YAML. */
    Bus yaml(String... lines) throws Exception {
        prepare();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.fromString("test.camel.yaml", String.join("\n", lines)));
        context.start();
        return this;
    }

    private void prepare() {
        context = new DefaultCamelContext();
        beans.forEach((name, bean) -> context.getRegistry().bind(name, bean));
        context.getPropertiesComponent().setInitialProperties(properties);
        context.getShutdownStrategy().setTimeout(10);
        component.getConfiguration().setConnectionString(emulator.connectionString());
        context.addComponent(BuswayServiceBusComponent.SCHEME, component);
    }

    AppReport report(String app) {
        return ServiceBusReports.of(context).stream()
                .filter(report -> report.app().equals(app))
                .findFirst()
                .orElseThrow();
    }

    ServiceBusClientBuilder client() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }

    void send(String queue, String... bodies) {
        List<ServiceBusMessage> messages = new ArrayList<>();
        for (String body : bodies) {
            messages.add(new ServiceBusMessage(body).setMessageId(body));
        }
        send(queue, messages);
    }

    void send(String queue, List<ServiceBusMessage> messages) {
        senders.computeIfAbsent(queue, name -> client().sender().queueName(name).buildClient())
                .sendMessages(messages);
    }

    List<ServiceBusReceivedMessage> take(String queue, int count) {
        return take(queue, SubQueue.NONE, count);
    }

    List<ServiceBusReceivedMessage> takeDead(String queue, int count) {
        return take(queue, SubQueue.DEAD_LETTER_QUEUE, count);
    }

    private List<ServiceBusReceivedMessage> take(String queue, SubQueue subQueue, int count) {
        List<ServiceBusReceivedMessage> taken = new ArrayList<>();
        try (ServiceBusReceiverClient receiver =
                client().receiver().queueName(queue).subQueue(subQueue).buildClient()) {
            for (int empty = 0; taken.size() < count && empty < 2; ) {
                int before = taken.size();
                receiver.receiveMessages(count - before, Duration.ofSeconds(5)).forEach(message -> {
                    receiver.complete(message);
                    taken.add(message);
                });
                empty = taken.size() == before ? empty + 1 : 0;
            }
        }
        return taken;
    }

    @Override
    public void close() {
        if (context != null) {
            context.stop();
        }
        senders.values().forEach(ServiceBusSenderClient::close);
        emulator.close();
    }
}
