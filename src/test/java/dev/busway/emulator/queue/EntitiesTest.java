package dev.busway.emulator.queue;

import static dev.busway.emulator.queue.Bench.message;
import static dev.busway.emulator.queue.Bench.receive;
import static dev.busway.emulator.queue.Bench.send;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class EntitiesTest {

    private final Bench bench = new Bench();
    private final QueueEngine engine = bench.engine;

    @Test
    void namesIgnoreCase() {
        Queue queue = bench.queue(QueueSettings.of("Orders/New"));
        assertThat(engine.find("orders/NEW")).contains(queue);
    }

    @Test
    void aQueueIsCreatedOnFirstUseWithItsDeadLetterQueue() {
        Queue dead = engine.findQueue("q/$deadletterqueue").orElseThrow();
        assertThat(dead.name()).isEqualTo("q/$DeadLetterQueue");
        assertThat(engine.findQueue("q").orElseThrow().deadLetterQueue()).contains(dead);
        assertThat(dead.deadLetterQueue()).isEmpty();
        assertThat(engine.queues()).extracting(Queue::name).containsExactly("q");
    }

    @Test
    void nothingIsCreatedWhereTheSettingsSaySo() {
        QueueEngine strict = new QueueEngine(
                bench.time, new EngineSettings(false, QueueSettings.of("t"), 1_000), MessageListener.NONE);
        assertThat(strict.find("q")).isEmpty();
        assertThat(strict.find("q/$DeadLetterQueue")).isEmpty();
        strict.declareTopic("topic");
        assertThat(strict.find("topic/Subscriptions/sub")).isEmpty();
        assertThat(strict.find("other/Subscriptions/sub")).isEmpty();
    }

    @Test
    void whatCannotBeAQueueIsNotFound() {
        assertThat(engine.find("")).isEmpty();
        assertThat(engine.find("topic/Subscriptions/")).isEmpty();
        assertThat(engine.find("topic/Subscriptions/$own")).isEmpty();
        assertThat(engine.find("q/$Transfer/$DeadLetterQueue")).isEmpty();
        assertThat(engine.find("x".repeat(261))).isEmpty();
    }

    @Test
    void declaringTwiceGivesTheSameOrSaysWhatIsWrong() {
        Queue queue = bench.queue(QueueSettings.of("q"));
        assertThat(bench.queue(QueueSettings.of("q"))).isSameAs(queue);
        assertThatThrownBy(() -> bench.queue(QueueSettings.of("Q").withMaxDeliveryCount(3)))
                .hasMessageContaining("'Q'");
        assertThatThrownBy(() -> engine.declareTopic("q")).hasMessageContaining("'q'");
    }

    @Test
    void aTopicHandsEachMessageToEverySubscription() {
        Topic topic = engine.declareTopic("events");
        Queue first = engine.declareSubscription("events", QueueSettings.of("first"));
        engine.declareSubscription("events", QueueSettings.of("second"));
        Inbox inbox = receive(first, 10);
        send(topic, "a", "b");
        assertThat(inbox.bodies()).containsExactly("a", "b");
        Queue second = engine.findQueue("EVENTS/subscriptions/SECOND").orElseThrow();
        assertThat(Bench.bodies(second)).containsExactly("a", "b");
        assertThat(engine.findQueue("events/Subscriptions/first/$DeadLetterQueue"))
                .isEqualTo(first.deadLetterQueue());
        assertThat(engine.findQueue("events")).isEmpty();
    }

    @Test
    void aSubscriptionIsCreatedOnFirstUseWithItsTopic() {
        Queue mine = engine.findQueue("events/Subscriptions/mine").orElseThrow();

        send((Topic) engine.find("events").orElseThrow(), "a");

        assertThat(Bench.bodies(mine)).containsExactly("a");
        assertThat(engine.findQueue("Events/subscriptions/Mine")).contains(mine);
        assertThat(engine.findQueue("events/Subscriptions/second/$DeadLetterQueue"))
                .isPresent();
        engine.declareQueue(QueueSettings.of("orders"));
        assertThat(engine.find("orders/Subscriptions/mine")).isEmpty();
    }

    @Test
    void aTopicKeepsScheduledMessagesUntilTheirTime() {
        Topic topic = engine.declareTopic("events");
        Queue subscription = engine.declareSubscription("events", QueueSettings.of("sub"));
        NewMessage later = message("a").withScheduledEnqueueTime(bench.time.now() + 5_000);
        List<Long> numbers = topic.schedule(List.of(later, later), null).value();
        topic.cancelScheduled(numbers.subList(1, 2)).value();
        assertThat(Bench.bodies(subscription)).isEmpty();
        bench.pass(5);
        assertThat(Bench.bodies(subscription)).containsExactly("a");
    }

    @Test
    void aTopicTakesPartInTransactions() {
        Topic topic = engine.declareTopic("events");
        Queue subscription = engine.declareSubscription("events", QueueSettings.of("sub"));
        Transaction transaction = engine.begin();
        topic.send(List.of(message("a")), transaction);
        assertThat(Bench.bodies(subscription)).isEmpty();
        transaction.commit();
        assertThat(Bench.bodies(subscription)).containsExactly("a");
    }

    @Test
    void aSubscriptionThatRequiresSessionsDeadLettersMessagesWithoutOne() {
        Topic topic = engine.declareTopic("events");
        Queue subscription =
                engine.declareSubscription("events", QueueSettings.of("sub").withRequiresSession(true));
        send(topic, "a");
        assertThat(Bench.deadLetters(subscription)
                        .peek(1, 1, null)
                        .get(0)
                        .changes()
                        .deadLetterReason())
                .isEqualTo("Session id is null.");
    }

    @Test
    void aDeletedQueueClosesItsReceiversAndRefusesEverything() {
        Queue queue = bench.queue();
        Inbox inbox = receive(queue, 1);
        send(queue, "a");
        assertThat(engine.delete("q")).isTrue();
        assertThat(inbox.closed).isEqualTo(new Refusal.EntityNotFound("q"));
        assertThat(queue.send(List.of(message("b")), null).refusal()).isEqualTo(new Refusal.EntityNotFound("q"));
        assertThat(queue.settle(inbox.lastToken(), Bench.COMPLETE, null).refusal())
                .isInstanceOf(Refusal.LockLost.class);
        assertThat(engine.delete("q")).isFalse();
        assertThat(engine.findQueue("q")).isEmpty();
        assertThat(Bench.bodies(bench.queue(Bench.settings()))).isEmpty();
    }

    @Test
    void tooLargeMessagesAndFullQueuesAreRefusedAsAWhole() {
        Queue small = bench.queue(QueueSettings.of("small").withMaxSizeInBytes(10));
        assertThat(small.send(List.of(message("12345678"), message("123")), null)
                        .refusal())
                .isEqualTo(new Refusal.QuotaExceeded("small", 10));
        assertThat(Bench.bodies(small)).isEmpty();
        send(small, "1234567890");
        small.settle(receive(small, 1).lastToken(), Bench.DEAD_LETTER, null);
        assertThat(small.send(List.of(message("1")), null).refusal()).isInstanceOf(Refusal.QuotaExceeded.class);
        assertThat(small.send(List.of(NewMessage.of("x", new Text("x".repeat(262_145)))), null)
                        .refusal())
                .isEqualTo(new Refusal.MessageTooLarge(262_145, 262_144));
    }

    @Test
    void settingsSayWhichPropertyIsWrong() {
        QueueSettings good = QueueSettings.of("q");
        assertThatThrownBy(() -> good.withLockDuration(Duration.ofSeconds(4))).hasMessageContaining("lockDuration");
        assertThatThrownBy(() -> good.withLockDuration(Duration.ofMinutes(6))).hasMessageContaining("lockDuration");
        assertThatThrownBy(() -> good.withMaxDeliveryCount(0)).hasMessageContaining("maxDeliveryCount");
        assertThatThrownBy(() -> good.withDefaultTimeToLive(Duration.ZERO)).hasMessageContaining("defaultTimeToLive");
        assertThatThrownBy(() -> good.withDuplicateDetectionWindow(Duration.ofSeconds(19)))
                .hasMessageContaining("duplicateDetectionWindow");
        assertThatThrownBy(() -> good.withName(" ")).hasMessageContaining("name");
        assertThatThrownBy(() -> good.withMaxSizeInBytes(0)).hasMessageContaining("maxSizeInBytes");
    }

    @Test
    void peekStartsAtANumberAndStopsAtACount() {
        Queue queue = bench.queue();
        send(queue, "a", "b", "c", "d");
        assertThat(queue.peek(2, 2, null))
                .extracting(peeked -> peeked.content().toString())
                .containsExactly("b", "c");
        assertThat(queue.peek(5, 2, null)).isEmpty();
    }

    @Test
    void deleteRemovesTheOldestThatNobodyHolds() {
        Queue queue = bench.queue();
        send(queue, "a", "b", "c");
        receive(queue, 1);
        bench.pass(1);
        send(queue, "d");
        assertThat(queue.delete(10, bench.time.now(), null)).isEqualTo(2);
        assertThat(Bench.bodies(queue)).containsExactly("a", "d");
        assertThat(queue.delete(1, Long.MAX_VALUE, null)).isEqualTo(1);
        assertThat(queue.delete(1, Long.MAX_VALUE, null)).isZero();
    }
}
