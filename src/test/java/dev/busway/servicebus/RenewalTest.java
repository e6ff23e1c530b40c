package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.busway.emulator.ActiveFault;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.queue.QueueSettings;
import dev.busway.servicebus.receive.MessageLock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RenewalTest {

    private static final Duration LOCK = Duration.ofSeconds(10);

    private final Bus bus =
            new Bus().queue(QueueSettings.of("in").withLockDuration(LOCK)).queues("out");
    private final Gate gate = new Gate();
    private final AtomicReference<MessageLock> lock = new AtomicReference<>();

    @AfterEach
    void close() {
        gate.open();
        bus.emulator().faults().clear();
        bus.close();
    }

    @Test
    void aRenewalThatIsNeverAnsweredIsTriedAgainBeforeTheLockEnds() throws Exception {
        bus.emulator().faults().inject(new Fault.Stall(FaultStep.RENEWAL, "in")).forNext(1);
        ActiveFault late = bus.emulator()
                .faults()
                .inject(new Fault.Delay(FaultStep.RENEWAL, "in", Duration.ofMillis(1)))
                .untilOff();
        run();
        bus.send("in", "a");

        await().atMost(Duration.ofSeconds(30)).until(() -> late.hits() > 0);
        gate.open();

        await().until(() -> bus.report("app").counts().completed() == 1);
        assertThat(bus.report("app").counts().lockLost()).isZero();
    }

    @Test
    void aLockThatCannotBeRenewedIsLostWhenItsTimeIsOver() throws Exception {
        ActiveFault silence = bus.emulator()
                .faults()
                .inject(new Fault.Stall(FaultStep.RENEWAL, "in"))
                .untilOff();
        run();
        bus.send("in", "a");
        await().until(() -> gate.entered() == 1);

        await().atMost(Duration.ofSeconds(30)).until(() -> lock.get().isLost());
        assertThat(silence.hits()).isGreaterThan(1);
        silence.close();
        gate.open();

        await().atMost(Duration.ofSeconds(30))
                .until(() -> bus.report("app").counts().completed() == 1);
        assertThat(bus.report("app").counts().lockLost()).isEqualTo(1);
        assertThat(bus.emulator().counts("out").active()).isEqualTo(1);
    }

    private void run() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=4")
                        .routeId("app")
                        .process(exchange -> lock.set(exchange.getProperty(MessageLock.PROPERTY, MessageLock.class)))
                        .process(gate)
                        .to("azure-servicebus:out");
            }
        });
    }
}
