package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.queue.Queue;
import dev.busway.emulator.queue.Refusal;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.Settlement;
import dev.busway.emulator.queue.Transaction;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.engine.Delivery;

/** Turns what a client says about a delivery into a settlement, and answers it with the same kind of outcome. */
final class Settling {

    private static final String REASON = "DeadLetterReason";
    private static final String DESCRIPTION = "DeadLetterErrorDescription";

    private final Queue queue;
    private final AmqpConnection connection;
    private final AmqpServer server;
    private final Transactions transactions;

    Settling(Queue queue, AmqpConnection connection, AmqpServer server, Transactions transactions) {
        this.queue = queue;
        this.connection = connection;
        this.server = server;
        this.transactions = transactions;
    }

    void settle(Delivery delivery) {
        DeliveryState state = delivery.getRemoteState();
        Binary id = null;
        if (state instanceof TransactionalState transactional) {
            id = transactional.getTxnId();
            state = (DeliveryState) transactional.getOutcome();
        }
        delivery.clear();
        Settlement settlement = settlementOf(state);
        UUID lockToken = (UUID) delivery.getContext();
        if (settlement == null || lockToken == null) {
            // Settled without an outcome: the client forgets the delivery, and its lock ends by clock.
            if (delivery.remotelySettled()) {
                delivery.settle();
            }
            return;
        }
        settle(delivery, lockToken, settlement, state, id);
    }

    private void settle(Delivery delivery, UUID lockToken, Settlement settlement, DeliveryState state, Binary id) {
        delivery.setContext(null);
        Interference.Verdict verdict = server.interference().on(Interference.Step.SETTLEMENT, queue.name());
        if (verdict instanceof Interference.Verdict.LoseLock) {
            queue.loseLock(lockToken);
        }
        Replying.under(
                verdict,
                server.loop().time(),
                connection,
                delivery.getLink(),
                (condition, description) -> {
                    transactions.doom(id, new Refusal.Injected(condition.toString(), description));
                    answer(delivery, id, Answer.rejected(Conditions.error(condition, description)));
                },
                () -> {
                    Result<Transaction> transaction =
                            transactions.join(id, delivery.getLink().getSession(), queue);
                    Result<Void> result = transaction.isDone()
                            ? queue.settle(lockToken, settlement, transaction.value())
                            : Result.refused(transaction.refusal());
                    Outcome outcome = result.match(
                            done -> Answer.echo(state), refusal -> Answer.rejected(Conditions.error(refusal)));
                    return () -> answer(delivery, id, outcome);
                });
    }

    private static void answer(Delivery delivery, Binary transaction, Outcome outcome) {
        if (!delivery.remotelySettled()) {
            delivery.disposition(Answer.within(transaction, outcome));
        }
        delivery.settle();
    }

    private static Settlement settlementOf(DeliveryState state) {
        if (state instanceof Accepted) {
            return new Settlement.Complete();
        } else if (state instanceof Released) {
            return new Settlement.Release();
        } else if (state instanceof Modified modified) {
            Map<String, Object> properties = named(modified.getMessageAnnotations());
            return Boolean.TRUE.equals(modified.getUndeliverableHere())
                    ? new Settlement.Defer(properties)
                    : new Settlement.Abandon(properties);
        } else if (state instanceof Rejected rejected) {
            return deadLetter(
                    rejected.getError() == null ? null : rejected.getError().getInfo());
        }
        return null;
    }

    private static Settlement deadLetter(Map<?, ?> info) {
        Map<String, Object> properties = named(info);
        Object reason = properties.remove(REASON);
        Object description = properties.remove(DESCRIPTION);
        return new Settlement.DeadLetter(
                reason == null ? null : reason.toString(),
                description == null ? null : description.toString(),
                properties);
    }

    /** A map with text for keys, whether the client wrote symbols or strings. */
    static Map<String, Object> named(Map<?, ?> map) {
        Map<String, Object> named = new LinkedHashMap<>();
        if (map != null) {
            map.forEach((key, value) -> named.put(String.valueOf(key), value));
        }
        return named;
    }
}
