package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.ServiceBusEmulator;
import java.time.Duration;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class StartCheckTest {

    private final Bus bus = new Bus().queues("in", "out");
    private final ServiceBusEmulator elsewhere = ServiceBusEmulator.start();

    @AfterEach
    void close() {
        bus.close();
        elsewhere.close();
    }

    @Test
    void atomicHandoffToAnotherNamespaceIsRefusedWithItsRemedy() {
        assertThatThrownBy(() -> bus.run(toElsewhere()))
                .hasMessageContaining("app receives from in and sends to out")
                .hasMessageContaining("set app.handoff=at-least-once");
    }

    @Test
    void theRemedyWorks() throws Exception {
        elsewhere.declareQueue("out");
        bus.property("app.handoff", "at-least-once").run(toElsewhere());

        bus.send("in", "a");

        await().until(() -> bus.report("app").counts().completed() == 1);
        assertThat(elsewhere.counts("out").active()).isEqualTo(1);
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @Test
    void triesThatOutlastTheLockAreRefusedWithTheArithmetic() {
        RouteBuilder route = new RouteBuilder() {
            @Override
            public void configure() {
                errorHandler(defaultErrorHandler()
                        .maximumRedeliveries(4)
                        .redeliveryDelay(1000)
                        .useExponentialBackOff()
                        .backOffMultiplier(10)
                        .maximumRedeliveryDelay(200_000));
                from("azure-servicebus:in").routeId("app").to("azure-servicebus:out");
            }
        };

        assertThatThrownBy(() -> bus.run(route))
                .hasMessageContaining("(1000 + 10000 + 100000 + 200000) ms * 1.0 = 311000 ms")
                .hasMessageContaining("maxAutoLockRenewDuration=300000 ms");
    }

    @Test
    void aCopyForASubscriptionCannotBeScheduled() {
        assertThatThrownBy(() -> bus.run(from(
                        "azure-servicebus:topic?serviceBusType=topic&subscriptionName=s" + "&delayedRedeliveries=3")))
                .hasMessageContaining("delayedRedeliveries needs a queue");
    }

    @Test
    void anUnknownOptionAndAWrongValueAreRefused() {
        assertThatThrownBy(() -> bus.run(from("azure-servicebus:in?handof=atomic")))
                .hasStackTraceContaining("Unknown parameters=[{handof=atomic}]");
        bus.close();
        Bus other = new Bus();
        assertThatThrownBy(() -> other.run(from("azure-servicebus:in?handoff=sometimes")))
                .hasMessage("handoff must be atomic or at-least-once, not 'sometimes'");
        other.close();
    }

    @Test
    void withoutTransactionsNoMessageIsTakenAndTheReportNamesTheRemedy() throws Exception {
        try (var none = bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.ATTACH, "", "amqp:not-allowed"))
                .untilOff()) {
            bus.run(from("azure-servicebus:in"));
            bus.send("in", "a");
            await().atMost(Duration.ofSeconds(10))
                    .until(() -> bus.report("app").detail().contains("handoff=at-least-once"));
            assertThat(bus.report("app").state()).isEqualTo(AppState.DISCONNECTED);
            assertThat(bus.report("app").counts().received()).isZero();
            assertThat(none).isNotNull();
        }
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(bus.report("app").counts().completed())
                        .as(bus.report("app").toString())
                        .isEqualTo(1));
    }

    @Test
    void ourOptionsBindAsComponentOptionsOfTheHost() throws Exception {
        elsewhere.declareQueue("out");
        BuswayServiceBusComponent component = new BuswayServiceBusComponent();
        Main main = new Main();
        main.bind(BuswayServiceBusComponent.SCHEME, component);
        main.addInitialProperty(
                "camel.component.azure-servicebus.connection-string",
                bus.emulator().connectionString());
        main.addInitialProperty("camel.component.azure-servicebus.handoff", "at-least-once");
        main.addInitialProperty("camel.component.azure-servicebus.pause-after-failures", "7");
        main.addInitialProperty("camel.component.azure-servicebus.delayedRedeliveryMaxDelay", "2h");
        main.configure().addRoutesBuilder(toElsewhere());
        main.start();
        try {
            BuswayServiceBusComponent.requireInUse(main.getCamelContext());
            assertThat(component.getHandoff()).isEqualTo("at-least-once");
            assertThat(component.getPauseAfterFailures()).isEqualTo("7");
            assertThat(component.getDelayedRedeliveryMaxDelay()).isEqualTo("2h");
        } finally {
            main.stop();
        }
    }

    private static RouteBuilder from(String uri) {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from(uri).routeId("app").log("x");
            }
        };
    }

    private RouteBuilder toElsewhere() {
        return new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in")
                        .routeId("app")
                        .to("azure-servicebus:out?connectionString=RAW(" + elsewhere.connectionString() + ")");
            }
        };
    }
}
