package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import dev.busway.emulator.Fault;
import dev.busway.emulator.FaultStep;
import dev.busway.emulator.queue.QueueSettings;
import java.math.BigInteger;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is wrong with one message ends that message, with its reason, and no other. */
@Execution(ExecutionMode.CONCURRENT)
final class HandoffFailureTest {

    private static final int MESSAGES = 40;

    private final Bus bus = new Bus()
            .queue(QueueSettings.of("in").withLockDuration(Duration.ofSeconds(5)))
            .queues("out");

    @AfterEach
    void close() {
        bus.emulator().faults().clear();
        bus.close();
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void whatCannotBeWrittenAsAnAmqpMessageEndsAtOnce(HandoffMode mode) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("azure-servicebus:in?maxConcurrentCalls=16&handoff=" + mode)
                        .routeId("app")
                        .process(exchange -> {
                            if (exchange.getMessage().getBody(String.class).equals("7")) {
                                Map<String, Object> odd = Map.of("amount", BigInteger.TEN);
                                exchange.getMessage().setHeader("CamelAzureServiceBusApplicationProperties", odd);
                            }
                        })
                        .to("azure-servicebus:out");
            }
        });
        bus.send("in", IntStream.range(0, MESSAGES).mapToObj(Integer::toString).toArray(String[]::new));

        ServiceBusReceivedMessage dead = bus.takeDead("in", 1).get(0);

        assertThat(dead.getMessageId()).isEqualTo("7");
        assertThat(dead.getDeadLetterReason()).isEqualTo("HandoffFailed");
        assertThat(dead.getDeadLetterErrorDescription())
                .contains("java.math.BigInteger in the application property amount")
                .doesNotContain("10");
        await().until(() -> bus.report("app").counts().completed() == MESSAGES - 1);
        assertThat(bus.emulator().counts("out").active()).isEqualTo(MESSAGES - 1);
    }

    @Test
    void aCommitThatFailsWithoutAReasonIsToldAtOnceAndEndsWithItsReason() throws Exception {
        run("azure-servicebus:in");
        bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.DISCHARGE, null, "amqp:internal-error"))
                .untilOff();
        bus.send("in", "a");

        await().atMost(Duration.ofSeconds(5)).until(() -> bus.report("app").lastError() != null);
        assertThat(bus.report("app").lastError().kind()).isEqualTo("HandoffFailed");
        await().atMost(Duration.ofSeconds(90))
                .until(() -> bus.emulator().counts("in").deadLettered() == 1);

        ServiceBusReceivedMessage dead = bus.takeDead("in", 1).get(0);
        assertThat(dead.getDeadLetterReason()).isEqualTo("HandoffFailed");
        assertThat(bus.report("app").counts().lockLost()).isZero();
    }

    @ParameterizedTest
    @EnumSource(HandoffMode.class)
    void aLockIsRenewedDuringALongHandoff(HandoffMode mode) throws Exception {
        run("azure-servicebus:in?handoff=" + mode);
        FaultStep slow = mode == HandoffMode.ATOMIC ? FaultStep.DISCHARGE : FaultStep.SEND;
        bus.emulator()
                .faults()
                .inject(new Fault.Delay(slow, mode == HandoffMode.ATOMIC ? null : "out", Duration.ofSeconds(7)))
                .forNext(1);
        bus.send("in", "a");

        await().atMost(Duration.ofSeconds(20))
                .until(() -> bus.report("app").counts().completed() == 1);
        assertThat(bus.report("app").counts().received()).isEqualTo(1);
        assertThat(bus.emulator().counts("out").active()).isEqualTo(1);
    }

    @Test
    void aBeanBehindASendOutsideOfAnInputMaySendAgain() throws Exception {
        CountDownLatch ended = new CountDownLatch(20);
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("seda:start?concurrentConsumers=20")
                        .routeId("app")
                        .to("azure-servicebus:out")
                        .process(exchange -> {
                            ProducerTemplate template = exchange.getContext().createProducerTemplate();
                            template.sendBody("azure-servicebus:out", "again");
                            ended.countDown();
                        });
            }
        });
        ProducerTemplate template = bus.context().createProducerTemplate();
        for (int i = 0; i < 20; i++) {
            template.sendBody("seda:start", "first");
        }

        assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(bus.emulator().counts("out").active()).isEqualTo(40);
    }

    @Test
    void aSendOutsideOfAnInputGoesOnWhenTheTargetDoes() throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from("direct:start").routeId("app").to("azure-servicebus:out");
            }
        });
        bus.emulator()
                .faults()
                .inject(new Fault.Refuse(FaultStep.SEND, "out", "amqp:resource-limit-exceeded"))
                .forNext(3);

        bus.context().createProducerTemplate().sendBody("direct:start", "a");

        assertThat(bus.emulator().counts("out").active()).isEqualTo(1);
    }

    private void run(String input) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                from(input).routeId("app").to("azure-servicebus:out");
            }
        });
    }
}
