package dev.busway.emulator.queue;

import java.util.Collections;
import java.util.List;

/**
 * Measures the engine alone: send, receive and settle on one thread, with a deep queue behind. Run by hand:
 * {@code java -cp target/classes:target/test-classes dev.busway.emulator.queue.EngineSpeed}.
 */
final class EngineSpeed {

    private static final int DEPTH = 100_000;
    private static final int MESSAGES = 2_000_000;
    private static final Settlement COMPLETE = new Settlement.Complete();

    private EngineSpeed() {}

    public static void main(String[] arguments) {
        for (int round = 1; round <= 3; round++) {
            System.out.printf("plain: %,d messages/s%n", perSecond(EngineSpeed::plain));
            System.out.printf("transactions of 50 + 50: %,d messages/s%n", perSecond(EngineSpeed::transactions));
            System.out.printf("sessions (1,000): %,d messages/s%n", perSecond(EngineSpeed::sessions));
        }
    }

    private static long perSecond(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return MESSAGES * 1_000_000_000L / (System.nanoTime() - start);
    }

    /** Each message is sent, locked and completed, with {@link #DEPTH} others in line. */
    private static void plain() {
        Queue queue = engine().declareQueue(QueueSettings.of("q"));
        fill(queue);
        Inbox inbox = new Inbox();
        Receiver receiver = queue.receive(ReceiveMode.PEEK_LOCK, inbox).value();
        NewMessage message = NewMessage.of("id", new Text("body"));
        for (int i = 0; i < MESSAGES; i++) {
            queue.send(List.of(message), null);
            receiver.setCredit(1);
            queue.settle(inbox.lastToken(), COMPLETE, null);
            inbox.deliveries.clear();
        }
    }

    /** Each message is received, and completed together with one sent to another queue, 50 at a time. */
    private static void transactions() {
        QueueEngine engine = engine();
        Queue in = engine.declareQueue(QueueSettings.of("in"));
        Queue out = engine.declareQueue(QueueSettings.of("out"));
        Inbox inbox = new Inbox();
        Receiver receiver = in.receive(ReceiveMode.PEEK_LOCK, inbox).value();
        Receiver sink =
                out.receive(ReceiveMode.RECEIVE_AND_DELETE, new Forgetful()).value();
        NewMessage message = NewMessage.of("id", new Text("body"));
        List<NewMessage> fifty = Collections.nCopies(50, message);
        for (int i = 0; i < MESSAGES; i += 50) {
            in.send(fifty, null);
            receiver.setCredit(50);
            Transaction transaction = engine.begin();
            out.send(fifty, transaction);
            inbox.deliveries.forEach(delivery -> in.settle(delivery.lockToken(), COMPLETE, transaction));
            transaction.commit().value();
            inbox.deliveries.clear();
            sink.setCredit(50);
        }
    }

    /** Each message belongs to one of 1,000 sessions that is accepted for it and given up again. */
    private static void sessions() {
        Queue queue = engine().declareQueue(QueueSettings.of("q").withRequiresSession(true));
        NewMessage message = NewMessage.of("id", new Text("body"));
        Inbox inbox = new Inbox();
        for (int i = 0; i < MESSAGES; i++) {
            queue.send(List.of(message.withSessionId("s" + i % 1_000)), null);
            queue.requestSession(null, ReceiveMode.PEEK_LOCK, 0, inbox, answer -> {
                Receiver receiver = answer.value();
                receiver.setCredit(1);
                queue.settle(inbox.lastToken(), COMPLETE, null);
                inbox.deliveries.clear();
                receiver.close();
            });
        }
    }

    private static QueueEngine engine() {
        return new QueueEngine(new ManualTime(0), EngineSettings.DEFAULT, MessageListener.NONE);
    }

    private static void fill(Queue queue) {
        NewMessage message = NewMessage.of("id", new Text("body"));
        for (int i = 0; i < DEPTH; i++) {
            queue.send(List.of(message), null);
        }
    }

    private static final class Forgetful implements DeliveryHandler {

        @Override
        public void deliver(Delivery delivery) {
            // only the engine is measured
        }

        @Override
        public void drained() {
            // never asked for
        }

        @Override
        public void closed(Refusal reason) {
            // never happens
        }
    }
}
