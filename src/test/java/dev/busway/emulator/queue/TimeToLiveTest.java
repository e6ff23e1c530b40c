package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.ABANDON;
import static dev.busway.emulator.queue.Bench.COMPLETE;
import static dev.busway.emulator.queue.Bench.DEFER;
import static dev.busway.emulator.queue.Bench.deadLetters;
import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TimeToLiveTest {

    private final Bench bench = new Bench();
    private final Queue queue = bench.queue(Bench.settings().withDefaultTimeToLive(Duration.ofSeconds(30)));

    @Test
    void anExpiredMessageIsDropped() {
        send(queue, "a");
        bench.pass(29);
        assertThat(queue.counts().active()).isEqualTo(1);
        bench.pass(1);
        assertThat(queue.counts()).isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0));
        assertThat(bench.kinds()).containsExactly(MessageEvent.Kind.ENQUEUED, MessageEvent.Kind.EXPIRED);
    }

    @Test
    void anExpiredMessageIsDeadLetteredWhereTheQueueSaysSo() {
        Queue keeping = bench.queue(QueueSettings.of("k").withDeadLetterOnExpiry(true));
        keeping.send(List.of(message("a").withTimeToLiveMillis(1_000)), null);
        bench.pass(1);
        assertThat(deadLetters(keeping).peek(1, 1, null).get(0).changes().deadLetterReason())
                .isEqualTo("TTLExpiredException");
    }

    @Test
    void theShorterTimeToLiveCounts() {
        queue.send(List.of(message("long").withTimeToLiveMillis(90_000)), null);
        queue.send(List.of(message("short").withTimeToLiveMillis(10_000)), null);
        bench.pass(10);
        assertThat(Bench.bodies(queue)).containsExactly("long");
        bench.pass(20);
        assertThat(Bench.bodies(queue)).isEmpty();
    }

    @Test
    void aLockedMessageDoesNotExpireAndCanBeCompleted() {
        send(queue, "a");
        Inbox inbox = receive(queue, 1);
        bench.pass(45);
        assertThat(queue.settle(inbox.lastToken(), COMPLETE, null).isDone()).isTrue();
    }

    @Test
    void anAbandonedMessagePastItsTimeExpiresAtOnce() {
        send(queue, "a");
        Inbox inbox = receive(queue, 2);
        bench.pass(45);
        queue.settle(inbox.lastToken(), ABANDON, null);
        assertThat(inbox.deliveries).hasSize(1);
        assertThat(queue.peek(1, 1, null)).isEmpty();
    }

    @Test
    void aMessageWhoseLockRunsOutPastItsTimeExpiresAtOnce() {
        send(queue, "a");
        Inbox inbox = receive(queue, 2);
        bench.pass(60);
        assertThat(inbox.deliveries).hasSize(1);
        assertThat(queue.peek(1, 1, null)).isEmpty();
    }

    @Test
    void aDeferredMessageStays() {
        send(queue, "a");
        queue.settle(receive(queue, 1).lastToken(), DEFER, null);
        bench.pass(3_600);
        assertThat(queue.counts().deferred()).isEqualTo(1);
    }

    @Test
    void theTimeOfAScheduledMessageStartsWhenItIsEnqueued() {
        queue.send(List.of(message("a").withScheduledEnqueueTime(bench.time.now() + 60_000)), null);
        bench.pass(89);
        assertThat(Bench.bodies(queue)).containsExactly("a");
        bench.pass(1);
        assertThat(Bench.bodies(queue)).isEmpty();
    }
}
