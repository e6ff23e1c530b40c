package dev.busway.emulator.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Does random but repeatable things to one queue; what it holds, it settles sooner or later. */
final class RandomWork {

    final Bench bench = new Bench();
    final Queue queue;
    int sent;
    private int made;

    private final Random random;
    private final boolean sessions;
    private final Inbox inbox = new Inbox();
    private final List<Receiver> receivers = new ArrayList<>();
    private final List<Transaction> transactions = new ArrayList<>();

    RandomWork(long seed, boolean sessions) {
        this.random = new Random(seed);
        this.sessions = sessions;
        this.queue = bench.queue(Bench.settings()
                .withLockDuration(Duration.ofSeconds(10))
                .withMaxDeliveryCount(4)
                .withDeadLetterOnExpiry(seed % 2 == 0)
                .withRequiresSession(sessions));
    }

    void step() {
        switch (random.nextInt(12)) {
            case 0, 1, 2 -> send();
            case 3 -> openReceiver();
            case 4, 5 -> giveCredit();
            case 6, 7 -> settle(null);
            case 8 -> inTransaction();
            case 9 -> bench.time.advance(Duration.ofMillis(random.nextInt(8_000)));
            case 10 -> queue.loseLocks(random.nextInt(3));
            default -> oddThings();
        }
    }

    /** Ends all that is open and completes all that is left. */
    void finish() {
        transactions.forEach(Transaction::rollback);
        receivers.forEach(Receiver::close);
        bench.pass(3_600);
        inbox.whenDelivered = delivery ->
                queue.settle(delivery.lockToken(), Bench.COMPLETE, null).value();
        for (String sessionId : queue.sessions(-1, 0, 100)) {
            queue.requestSession(sessionId, ReceiveMode.PEEK_LOCK, 0, inbox, answer -> answer.value()
                    .setCredit(1_000_000));
        }
        if (!sessions) {
            Bench.receiver(queue, inbox).setCredit(1_000_000);
        }
        for (Message left : queue.peek(1, 1_000_000, null)) {
            queue.receiveDeferred(List.of(left.sequenceNumber()), ReceiveMode.RECEIVE_AND_DELETE)
                    .value();
        }
    }

    private void send() {
        List<NewMessage> batch = new ArrayList<>();
        int size = 1 + random.nextInt(4);
        for (int i = 0; i < size; i++) {
            batch.add(newMessage());
        }
        Transaction transaction = random.nextInt(4) == 0 ? openTransaction() : null;
        if (queue.send(batch, transaction).isDone() && transaction == null) {
            sent += size;
        }
    }

    private NewMessage newMessage() {
        NewMessage message = NewMessage.of("m" + ++made, new Text("x"));
        if (sessions) {
            message = message.withSessionId("s" + random.nextInt(5));
        }
        if (random.nextInt(4) == 0) {
            message = message.withTimeToLiveMillis(random.nextInt(30_000));
        }
        return random.nextInt(5) == 0
                ? message.withScheduledEnqueueTime(bench.time.now() + random.nextInt(20_000))
                : message;
    }

    private void openReceiver() {
        if (sessions) {
            String id = random.nextBoolean() ? null : "s" + random.nextInt(5);
            queue.requestSession(id, ReceiveMode.PEEK_LOCK, random.nextInt(5_000), inbox, answer -> {
                if (answer.isDone()) {
                    receivers.add(answer.value());
                }
            });
        } else {
            receivers.add(Bench.receiver(queue, inbox));
        }
    }

    private void giveCredit() {
        if (!receivers.isEmpty()) {
            Receiver receiver = receivers.get(random.nextInt(receivers.size()));
            receiver.setCredit(random.nextInt(4));
            if (random.nextInt(4) == 0) {
                receiver.drain();
            }
            if (random.nextInt(8) == 0) {
                receiver.close();
            }
        }
    }

    private void settle(Transaction transaction) {
        if (inbox.deliveries.isEmpty()) {
            return;
        }
        int size = inbox.deliveries.size();
        Delivery delivery = inbox.deliveries.get(size - 1 - random.nextInt(Math.min(size, 5)));
        List<Settlement> all = List.of(
                Bench.COMPLETE,
                new Settlement.Abandon(Map.of("k", sent)),
                Bench.DEFER,
                Bench.RELEASE,
                Bench.DEAD_LETTER);
        Result<Void> answer = queue.settle(delivery.lockToken(), all.get(random.nextInt(all.size())), transaction);
        if (answer.isDone() || !(answer.refusal() instanceof Refusal.NotAllowed)) {
            inbox.deliveries.remove(delivery);
        }
    }

    private void inTransaction() {
        settle(openTransaction());
        if (random.nextInt(2) == 0) {
            Transaction transaction = transactions.get(transactions.size() - 1);
            if (random.nextInt(4) == 0) {
                transaction.rollback();
            } else {
                transaction.commit();
            }
        }
    }

    private Transaction openTransaction() {
        if (transactions.isEmpty() || random.nextInt(4) == 0) {
            transactions.add(bench.engine.begin());
        }
        return transactions.get(transactions.size() - 1);
    }

    private void oddThings() {
        List<Message> seen = queue.peek(1 + random.nextInt(50), 5, null);
        for (Message message : seen) {
            List<Long> number = List.of(message.sequenceNumber());
            if (message.state() == MessageState.DEFERRED) {
                queue.receiveDeferred(number, ReceiveMode.PEEK_LOCK).handle(inbox.deliveries::addAll, refusal -> {});
            } else if (message.state() == MessageState.SCHEDULED && random.nextInt(4) == 0) {
                queue.cancelScheduled(number).value();
            }
        }
        if (!sessions && !inbox.deliveries.isEmpty()) {
            queue.renewLocks(List.of(inbox.lastToken()));
        }
    }
}
