package dev.busway.tracing;

import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.emulator.ServiceBusEmulator;
import dev.busway.servicebus.BuswayServiceBusComponent;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.testing.exporter.InMemorySpanExporter;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/** Routes on an emulator, reached over a real socket, whose spans stay in memory. */
final class TracedApps implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ServiceBusEmulator emulator = ServiceBusEmulator.start();
    private final InMemorySpanExporter spans = InMemorySpanExporter.create();
    private final OpenTelemetrySdk telemetry = OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    private final DefaultCamelContext context = new DefaultCamelContext();

    TracedApps(String... queues) {
        List.of(queues).forEach(emulator::declareQueue);
        context.getRegistry().bind(Tracing.BEAN, new Spans(telemetry));
    }

    TracedApps withoutTracing() {
        context.getRegistry().unbind(Tracing.BEAN);
        return this;
    }

    TracedApps run(RouteBuilder routes) throws Exception {
        BuswayServiceBusComponent component = new BuswayServiceBusComponent();
        component.getConfiguration().setConnectionString(emulator.connectionString());
        context.addComponent(BuswayServiceBusComponent.SCHEME, component);
        context.getShutdownStrategy().setTimeout(10);
        context.addRoutes(routes);
        context.start();
        return this;
    }

    DefaultCamelContext context() {
        return context;
    }

    ServiceBusEmulator emulator() {
        return emulator;
    }

    void send(String queue, List<ServiceBusMessage> messages) {
        try (ServiceBusSenderClient sender = client().sender().queueName(queue).buildClient()) {
            sender.sendMessages(messages);
        }
    }

    List<ServiceBusReceivedMessage> take(String queue, int count) {
        List<ServiceBusReceivedMessage> taken = new ArrayList<>();
        try (ServiceBusReceiverClient receiver =
                client().receiver().queueName(queue).buildClient()) {
            await().atMost(PATIENCE).until(() -> {
                receiver.receiveMessages(count - taken.size(), Duration.ofSeconds(1))
                        .forEach(message -> {
                            receiver.complete(message);
                            taken.add(message);
                        });
                return taken.size() == count;
            });
        }
        return taken;
    }

    /** All spans once there are as many; what comes after that many is not waited for. */
    List<SpanData> spans(int count) {
        await().atMost(PATIENCE).until(() -> spans.getFinishedSpanItems().size() >= count);
        return spans.getFinishedSpanItems();
    }

    private ServiceBusClientBuilder client() {
        return new ServiceBusClientBuilder().connectionString(emulator.connectionString());
    }

    @Override
    public void close() {
        context.stop();
        telemetry.close();
        emulator.close();
    }
}
