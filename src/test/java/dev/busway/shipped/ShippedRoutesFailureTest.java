package dev.busway.shipped;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.apps.UnrecoverableMessageException;
import dev.busway.apps.counter.CounterText;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.junit.jupiter.api.Test;

final class ShippedRoutesFailureTest {

    private static final String REASON = "BuswayDeadLetterReason";
    private static final String TEXT = "{\"id\":\"c\",\"text\":\"a\"}";

    private final AtomicInteger tries = new AtomicInteger();

    @Test
    void failureIsTriedFourMoreTimesAndThenGivenUpWithoutAReason() throws Exception {
        try (ShippedRoutes routes = new ShippedRoutes("busway.retry.delay", "1").withProcessor("counter", failing())) {
            Exchange exchange = routes.send("counter-in", TEXT);

            assertThat(tries).hasValue(5);
            assertThat(exchange.getException()).isInstanceOf(IOException.class);
            assertThat(exchange.getProperty(REASON)).isNull();
        }
    }

    @Test
    void retryNumbersOfOneAppOverrideThoseOfAll() throws Exception {
        try (ShippedRoutes routes = new ShippedRoutes(
                        "busway.retry.delay", "1", "busway.retry.tries", "3", "counter.retry.tries", "1")
                .withProcessor("counter", failing())
                .withProcessor("feedback-form", failing())) {
            routes.send("counter-in", TEXT);
            assertThat(tries).hasValue(2);

            routes.send("feedback-form-in", "{\"id\":\"f\",\"rating\":1}");
            assertThat(tries).hasValue(2 + 4);
        }
    }

    @Test
    void successAfterARetryHasOneOutput() throws Exception {
        Processor secondTime = exchange -> {
            if (tries.incrementAndGet() == 1) {
                throw new IOException("not yet");
            }
            exchange.getMessage().setBody(new CounterText("done", ""));
        };
        try (ShippedRoutes routes = new ShippedRoutes("counter.retry.delay", "1")
                .withProcessor("counter", secondTime)
                .collect("counter-out")) {
            Exchange exchange = routes.send("counter-in", TEXT);

            assertThat(exchange.getException()).isNull();
            assertThat(routes.sent()).containsExactly("{\"id\":\"done\",\"text\":\"\"}");
        }
    }

    @Test
    void delaysGrowByTheMultiplierUpToTheLongest() throws Exception {
        List<Long> times = new CopyOnWriteArrayList<>();
        Processor noting = exchange -> {
            times.add(System.nanoTime());
            throw new IOException("no");
        };
        try (ShippedRoutes routes = new ShippedRoutes(
                        "counter.retry.delay", "20", "counter.retry.multiplier", "3", "counter.retry.max-delay", "100")
                .withProcessor("counter", noting)) {
            routes.send("counter-in", TEXT);
        }
        // Each may be up to 15 % shorter than what Camel multiplies, which is the last one as it was, shortened too;
        // how
        // much longer depends on the machine.
        assertThat(times).hasSize(5);
        assertThat(times.get(1) - times.get(0)).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(17));
        assertThat(times.get(2) - times.get(1)).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(43));
        assertThat(times.get(3) - times.get(2)).isGreaterThanOrEqualTo(MILLISECONDS.toNanos(85));
    }

    @Test
    void whatCanNeverWorkIsTriedOnceAndNamed() throws Exception {
        Processor refusing = exchange -> {
            tries.incrementAndGet();
            throw new UnrecoverableMessageException("total: must be the sum of the lines");
        };
        try (ShippedRoutes routes = new ShippedRoutes().withProcessor("counter", refusing)) {
            Exchange exchange = routes.send("counter-in", TEXT);

            assertThat(tries).hasValue(1);
            assertThat(exchange.getProperty(REASON)).isEqualTo("UnrecoverableMessage");
        }
    }

    @Test
    void nullResultHasNoOutput() throws Exception {
        Processor nothing = exchange -> exchange.getMessage().setBody(null);
        try (ShippedRoutes routes =
                new ShippedRoutes().withProcessor("counter", nothing).collect("counter-out")) {
            Exchange exchange = routes.send("counter-in", TEXT);

            assertThat(exchange.getException()).isNull();
            assertThat(routes.sent()).isEmpty();
        }
    }

    private Processor failing() {
        return exchange -> {
            tries.incrementAndGet();
            throw new IOException("the service does not answer");
        };
    }
}
