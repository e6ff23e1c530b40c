package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

final class SchedulingTest {

    private final Bench bench = new Bench();
    private final Queue queue = bench.queue();

    @Test
    void aScheduledMessageComesAtItsTimeAndNotBefore() {
        Inbox inbox = receive(queue, 10);
        queue.send(List.of(in(10, "late"), in(5, "early"), message("now")), null);
        assertThat(inbox.bodies()).containsExactly("now");
        assertThat(queue.counts().scheduled()).isEqualTo(2);
        bench.pass(5);
        assertThat(inbox.bodies()).containsExactly("now", "early");
        bench.pass(5);
        assertThat(inbox.bodies()).containsExactly("now", "early", "late");
    }

    @Test
    void onArrivalItGetsANewSequenceNumberAndKeepsTheFirst() {
        List<Long> numbers = queue.schedule(List.of(in(5, "a")), null).value();
        send(queue, "b");
        bench.pass(5);
        Message arrived = queue.peek(1, 10, null).get(1);
        assertThat(numbers).containsExactly(1L);
        assertThat(arrived.sequenceNumber()).isEqualTo(3);
        assertThat(arrived.enqueuedSequenceNumber()).isEqualTo(1);
        assertThat(arrived.enqueuedTime()).isEqualTo(bench.time.now());
        assertThat(arrived.state()).isEqualTo(MessageState.ACTIVE);
    }

    @Test
    void peekShowsItAsScheduled() {
        queue.schedule(List.of(in(5, "a")), null);
        assertThat(queue.peek(1, 1, null).get(0).state()).isEqualTo(MessageState.SCHEDULED);
    }

    @Test
    void aCancelledMessageNeverComes() {
        Inbox inbox = receive(queue, 1);
        List<Long> numbers =
                queue.schedule(List.of(in(5, "a"), in(6, "b")), null).value();
        assertThat(queue.cancelScheduled(numbers).isDone()).isTrue();
        bench.pass(60);
        assertThat(inbox.deliveries).isEmpty();
        assertThat(queue.counts()).isEqualTo(new QueueCounts(0, 0, 0, 0, 0, 0));
    }

    @Test
    void oneUnknownNumberMeansThatNoneIsCancelled() {
        List<Long> numbers = queue.schedule(List.of(in(5, "a")), null).value();
        assertThat(queue.cancelScheduled(List.of(numbers.get(0), 99L)).refusal())
                .isEqualTo(new Refusal.MessageNotFound(99, "q"));
        assertThat(queue.counts().scheduled()).isEqualTo(1);
    }

    @Test
    void aMessageThatHasArrivedCannotBeCancelled() {
        List<Long> numbers = queue.schedule(List.of(in(5, "a")), null).value();
        bench.pass(5);
        assertThat(queue.cancelScheduled(numbers).refusal()).isInstanceOf(Refusal.MessageNotFound.class);
    }

    @Test
    void aTimeThatHasPassedMeansNow() {
        queue.schedule(List.of(in(-5, "a")), null);
        assertThat(receive(queue, 1).bodies()).containsExactly("a");
    }

    private NewMessage in(int seconds, String text) {
        return message(text).withScheduledEnqueueTime(bench.time.now() + seconds * 1_000L);
    }
}
