package dev.busway.emulator.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** An engine with manual time, and short words for what tests do with it. */
final class Bench {

    static final Settlement COMPLETE = new Settlement.Complete();
    static final Settlement ABANDON = new Settlement.Abandon(Map.of());
    static final Settlement DEFER = new Settlement.Defer(Map.of());
    static final Settlement RELEASE = new Settlement.Release();
    static final Settlement DEAD_LETTER = new Settlement.DeadLetter("Poison", "cannot be read", Map.of());

    final ManualTime time = new ManualTime(1_000_000);
    final List<MessageEvent> events = new ArrayList<>();
    final QueueEngine engine = new QueueEngine(time, EngineSettings.DEFAULT, events::add);

    Queue queue() {
        return engine.findQueue("q").orElseThrow();
    }

    Queue queue(QueueSettings settings) {
        return engine.declareQueue(settings);
    }

    static QueueSettings settings() {
        return QueueSettings.of("q");
    }

    static NewMessage message(String text) {
        return NewMessage.of(text, new Text(text));
    }

    static void send(Entity entity, String... texts) {
        entity.send(Arrays.stream(texts).map(Bench::message).toList(), null).value();
    }

    static void sendInSession(Queue queue, String sessionId, String... texts) {
        queue.send(
                        Arrays.stream(texts)
                                .map(text -> message(text).withSessionId(sessionId))
                                .toList(),
                        null)
                .value();
    }

    /** A peek-lock receiver with this much credit. */
    static Inbox receive(Queue queue, long credit) {
        Inbox inbox = new Inbox();
        receiver(queue, inbox).setCredit(credit);
        return inbox;
    }

    static Receiver receiver(Queue queue, Inbox inbox) {
        return queue.receive(ReceiveMode.PEEK_LOCK, inbox).value();
    }

    static Queue deadLetters(Queue queue) {
        return queue.deadLetterQueue().orElseThrow();
    }

    static List<String> bodies(Queue queue) {
        return queue.peek(1, 1_000, null).stream()
                .map(message -> message.content().toString())
                .toList();
    }

    void pass(long seconds) {
        time.advance(Duration.ofSeconds(seconds));
    }

    List<MessageEvent.Kind> kinds() {
        return events.stream().map(MessageEvent::kind).toList();
    }
}
