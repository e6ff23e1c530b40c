package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.amqp.message.MalformedMessage;
import dev.busway.emulator.amqp.message.MessageDecoder;
import dev.busway.emulator.amqp.message.MessageSections;
import dev.busway.emulator.queue.Entity;
import dev.busway.emulator.queue.NewMessage;
import dev.busway.emulator.queue.Refusal;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.Transaction;
import java.util.ArrayList;
import java.util.List;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;

/** A link on which a client sends messages to a queue or topic. */
final class IncomingLink implements LinkHandler {

    /** Message format of a transfer whose data sections are messages. */
    private static final int BATCH = 0x80013700;

    private final Receiver link;
    private final Entity entity;
    private final AmqpConnection connection;
    private final AmqpServer server;
    private final Transactions transactions;
    private final TransferReader reader;

    IncomingLink(
            Receiver link, Entity entity, AmqpConnection connection, AmqpServer server, Transactions transactions) {
        this.link = link;
        this.entity = entity;
        this.connection = connection;
        this.server = server;
        this.transactions = transactions;
        this.reader = new TransferReader(link, server.settings().maxMessageSize(), connection.unfinished());
    }

    @Override
    public void onAttached() {
        link.flow(WireSettings.SENDER_CREDIT);
    }

    @Override
    public void onDelivery(Delivery delivery) {
        if (delivery.isAborted()) {
            reader.take(delivery);
            delivery.settle();
            topUp();
        } else if (delivery.isReadable() && reader.isComplete(delivery)) {
            long excess = reader.excess();
            boolean full = reader.refusedForMemory();
            byte[] bytes = reader.take(delivery);
            topUp();
            receive(delivery, bytes, excess, full);
        }
    }

    private void topUp() {
        if (link.getCredit() < WireSettings.SENDER_CREDIT / 2) {
            link.flow(WireSettings.SENDER_CREDIT - link.getCredit());
        }
    }

    private void receive(Delivery delivery, byte[] bytes, long excess, boolean full) {
        Binary id = delivery.getRemoteState() instanceof TransactionalState state ? state.getTxnId() : null;
        Replying.under(
                server.interference().on(Interference.Step.SEND, entity.name()),
                server.loop().time(),
                connection,
                link,
                (condition, description) -> {
                    transactions.doom(id, new Refusal.Injected(condition.toString(), description));
                    answer(delivery, id, Answer.rejected(Conditions.error(condition, description)));
                },
                () -> {
                    Outcome outcome = full ? refuseFull(id) : send(delivery.getMessageFormat(), bytes, excess, id);
                    return () -> answer(delivery, id, outcome);
                });
    }

    private Outcome refuseFull(Binary id) {
        Refusal refusal =
                new Refusal.MemoryFull(entity.name(), server.engine().memory().limit());
        transactions.doom(id, refusal);
        return Answer.rejected(Conditions.error(refusal));
    }

    private Outcome send(int format, byte[] bytes, long excess, Binary id) {
        Result<Transaction> transaction = transactions.join(id, link.getSession(), entity);
        if (!transaction.isDone()) {
            return Answer.rejected(Conditions.error(transaction.refusal()));
        }
        int limit = format == BATCH
                ? server.settings().maxBatchSize()
                : server.settings().maxMessageSize();
        long size = excess > 0 ? excess : bytes.length;
        if (size > limit) {
            Refusal refusal =
                    format == BATCH ? new Refusal.BatchTooLarge(size, limit) : new Refusal.MessageTooLarge(size, limit);
            transactions.doom(id, refusal);
            return Answer.rejected(Conditions.error(refusal));
        }
        try {
            return entity.send(decode(format, bytes), transaction.value())
                    .match(done -> Accepted.getInstance(), refusal -> Answer.rejected(Conditions.error(refusal)));
        } catch (MalformedMessage e) {
            transactions.doom(id, new Refusal.NotAllowed(e.getMessage()));
            return Answer.rejected(Conditions.error(Conditions.DECODE_ERROR, e.getMessage()));
        }
    }

    @Override
    public void onGone() {
        reader.close();
    }

    private static List<NewMessage> decode(int format, byte[] bytes) {
        if (format != BATCH) {
            return List.of(MessageDecoder.decode(bytes));
        }
        List<NewMessage> messages = new ArrayList<>();
        for (byte[] each : MessageSections.splitBatch(bytes)) {
            messages.add(MessageDecoder.decode(each));
        }
        return messages;
    }

    private static void answer(Delivery delivery, Binary transaction, Outcome outcome) {
        if (!delivery.remotelySettled()) {
            delivery.disposition(Answer.within(transaction, outcome));
        }
        delivery.settle();
    }
}
