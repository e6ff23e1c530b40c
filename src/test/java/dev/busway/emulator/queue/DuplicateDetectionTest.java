package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.COMPLETE;
import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class DuplicateDetectionTest {

    private final Bench bench = new Bench();
    private final Queue queue = bench.queue(Bench.settings().withDuplicateDetectionWindow(Duration.ofSeconds(20)));

    @Test
    void aRepeatedMessageIdIsAcceptedAndDropped() {
        send(queue, "a");
        send(queue, "a", "b");
        assertThat(Bench.bodies(queue)).containsExactly("a", "b");
        assertThat(bench.kinds()).contains(MessageEvent.Kind.DUPLICATE_DROPPED);
    }

    @Test
    void alsoWhenTheFirstIsGone() {
        send(queue, "a");
        queue.settle(receive(queue, 1).lastToken(), COMPLETE, null);
        send(queue, "a");
        assertThat(Bench.bodies(queue)).isEmpty();
    }

    @Test
    void afterTheWindowTheIdIsNew() {
        send(queue, "a");
        bench.pass(20);
        send(queue, "a");
        assertThat(Bench.bodies(queue)).containsExactly("a", "a");
    }

    @Test
    void aDroppedRepeatDoesNotLengthenTheWindow() {
        send(queue, "a");
        bench.pass(15);
        send(queue, "a");
        bench.pass(5);
        send(queue, "a");
        assertThat(Bench.bodies(queue)).hasSize(2);
    }

    @Test
    void scheduledMessagesCountFromWhenTheyAreAccepted() {
        NewMessage later = message("a").withScheduledEnqueueTime(bench.time.now() + 10_000);
        queue.schedule(List.of(later), null);
        assertThat(queue.schedule(List.of(later), null).value()).hasSize(1);
        send(queue, "a");
        bench.pass(10);
        assertThat(Bench.bodies(queue)).containsExactly("a");
    }

    @Test
    void messagesWithoutIdAreNeverDuplicates() {
        NewMessage nameless = NewMessage.of(null, new Text("x"));
        queue.send(List.of(nameless, nameless), null);
        assertThat(Bench.bodies(queue)).hasSize(2);
    }

    @Test
    void withoutAWindowRepeatsAreKept() {
        Queue plain = bench.queue(QueueSettings.of("plain"));
        send(plain, "a", "a");
        assertThat(Bench.bodies(plain)).hasSize(2);
    }

    @Test
    void inATransactionTheIdCountsFromTheCommit() {
        Transaction rolledBack = bench.engine.begin();
        queue.send(List.of(message("a")), rolledBack);
        rolledBack.rollback();
        Transaction committed = bench.engine.begin();
        queue.send(List.of(message("a"), message("a")), committed);
        assertThat(committed.commit().isDone()).isTrue();
        assertThat(Bench.bodies(queue)).containsExactly("a");
    }
}
