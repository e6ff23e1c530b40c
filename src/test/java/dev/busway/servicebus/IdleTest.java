package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.models.ServiceBusReceiveMode;
import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.ConnectionSettings;
import dev.busway.servicebus.connection.Input;
import dev.busway.servicebus.handoff.AtomicHandoff;
import dev.busway.servicebus.handoff.GroupCommit;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.component.azure.servicebus.ServiceBusConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Service Bus closes links that were not used for ten minutes; an app with little to do must not notice. */
final class IdleTest {

    private static final Duration NEARLY = Duration.ofMinutes(9);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Bus bus = new Bus().queues("in", "out");

    @AfterEach
    void close() {
        bus.close();
    }

    @Test
    void aReceiveLinkThatWasIdleIsOpenedAgainWithoutAWord() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?handoff=at-least-once").routeId("app").to("azure-servicebus:out");
            }
        });
        bus.send("in", "before");
        await().until(() -> bus.report("app").counts().completed() == 1);
        bus.emulator().clock().advance(Duration.ofMinutes(10));
        bus.send("in", "after");

        await().until(() -> bus.report("app").counts().completed() == 2);
        assertThat(bus.report("app").lastError()).isNull();
        assertThat(bus.report("app").state()).isEqualTo(AppState.RECEIVING);
    }

    @Test
    void theControlLinkIsUsedBeforeItIsIdleForTooLong() {
        ServiceBusConfiguration configuration = new ServiceBusConfiguration();
        configuration.setConnectionString(bus.emulator().connectionString());
        Input input = new Input("in", null, null, ServiceBusReceiveMode.PEEK_LOCK, false);
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
        Connection connection = Connection.open(ConnectionSettings.of(configuration), input, true);
        try {
            AtomicHandoff handoff = new AtomicHandoff(
                    connection, new GroupCommit.Limits(100, 1, 1), Set.of(), timer, new DirectSendJournal());
            handoff.check().block(PATIENCE);
            // A control link alone shows no token, and a connection without one is closed after twenty seconds.
            connection.look(1, PATIENCE).block(PATIENCE);
            int generation = connection.generation();

            bus.emulator().clock().advance(NEARLY);
            handoff.keepAlive(System.nanoTime() + NEARLY.toNanos()).block(PATIENCE);
            bus.emulator().clock().advance(NEARLY);
            handoff.check().block(PATIENCE);

            assertThat(connection.generation()).isEqualTo(generation);
        } finally {
            connection.close();
            timer.shutdownNow();
        }
    }
}
