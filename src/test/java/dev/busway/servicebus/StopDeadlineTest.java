package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.stream.IntStream;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** All apps share one deadline for a stop: the shutdown timeout and five seconds. */
final class StopDeadlineTest {

    private static final int APPS = 8;
    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(1);

    private final Bus bus = new Bus();
    private final Gate gate = new Gate();

    @AfterEach
    void close() {
        gate.open();
        bus.close();
    }

    @Test
    void manyAppsThatDoNotFinishAreStoppedAtTheSharedDeadline() throws Exception {
        runAndFill();

        assertThat(stopped()).isLessThan(SHUTDOWN_TIMEOUT.plusSeconds(5));
        assertThat(bus.emulator().counts("in-0").locked()).isZero();
    }

    @Test
    void theSameHoldsWithTheBrokerGone() throws Exception {
        runAndFill();
        bus.emulator().close();

        assertThat(stopped()).isLessThan(SHUTDOWN_TIMEOUT.plusSeconds(5));
    }

    private void runAndFill() throws Exception {
        RouteBuilder[] routes = IntStream.range(0, APPS)
                .mapToObj(number -> new RouteBuilder() {
                    @Override
                    public void configure() {
                        from("azure-servicebus:in-" + number)
                                .routeId("app-" + number)
                                .process(gate);
                    }
                })
                .toArray(RouteBuilder[]::new);
        bus.queues(IntStream.range(0, APPS).mapToObj(number -> "in-" + number).toArray(String[]::new))
                .run(routes);
        bus.context().getShutdownStrategy().setTimeout(SHUTDOWN_TIMEOUT.toSeconds());
        for (int number = 0; number < APPS; number++) {
            bus.send("in-" + number, "a");
        }
        await().atMost(Duration.ofSeconds(20)).until(() -> gate.entered() == APPS);
    }

    private Duration stopped() {
        long start = System.nanoTime();
        bus.context().stop();
        return Duration.ofNanos(System.nanoTime() - start);
    }
}
