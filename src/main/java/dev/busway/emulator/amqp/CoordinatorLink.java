package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.Transaction;
import java.util.HashSet;
import java.util.Set;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.transaction.Declare;
import org.apache.qpid.proton.amqp.transaction.Declared;
import org.apache.qpid.proton.amqp.transaction.Discharge;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.message.Message;

/** A control link: declares and discharges transactions, and rolls back what is open when it goes. */
final class CoordinatorLink implements LinkHandler {

    private static final int LONGEST_REQUEST = 4096;

    private final Receiver link;
    private final AmqpConnection connection;
    private final AmqpServer server;
    private final Transactions transactions;
    private final TransferReader reader;
    private final Set<Transaction> declaredHere = new HashSet<>();

    CoordinatorLink(Receiver link, AmqpConnection connection, AmqpServer server, Transactions transactions) {
        this.link = link;
        this.connection = connection;
        this.server = server;
        this.transactions = transactions;
        this.reader = new TransferReader(link, LONGEST_REQUEST, connection.unfinished());
    }

    @Override
    public void onAttached() {
        link.flow(WireSettings.REQUEST_CREDIT);
    }

    @Override
    public void onDelivery(Delivery delivery) {
        if (!delivery.isReadable() || !reader.isComplete(delivery)) {
            return;
        }
        byte[] bytes = reader.take(delivery);
        if (link.getCredit() < WireSettings.REQUEST_CREDIT / 2) {
            link.flow(WireSettings.REQUEST_CREDIT - link.getCredit());
        }
        Object request = decode(bytes);
        if (request instanceof Declare) {
            declare(delivery);
        } else if (request instanceof Discharge discharge) {
            discharge(delivery, discharge);
        } else {
            settle(
                    delivery,
                    Answer.rejected(Conditions.error(
                            Conditions.NOT_IMPLEMENTED, "A control link takes declare and discharge only.")));
        }
    }

    private static Object decode(byte[] bytes) {
        try {
            FrameStructure.checkAll(bytes);
            Message message = Proton.message();
            message.decode(bytes, 0, bytes.length);
            return message.getBody() instanceof AmqpValue value ? value.getValue() : null;
        } catch (RuntimeException e) {
            return null;
        }
    }

    private void declare(Delivery delivery) {
        Replying.under(
                server.interference().on(Interference.Step.DECLARE, ""),
                server.loop().time(),
                connection,
                link,
                (condition, description) -> settle(delivery, Answer.rejected(Conditions.error(condition, description))),
                () -> {
                    Transaction transaction = transactions.declare(link.getSession());
                    declaredHere.add(transaction);
                    Declared declared = new Declared();
                    declared.setTxnId(Transactions.idOf(transaction));
                    return () -> settle(delivery, declared);
                });
    }

    private void discharge(Delivery delivery, Discharge discharge) {
        Result<Transaction> found = transactions.find(orEmpty(discharge.getTxnId()));
        if (!found.isDone()) {
            settle(delivery, Answer.rejected(Conditions.error(found.refusal())));
            return;
        }
        Transaction transaction = found.value();
        Replying.under(
                server.interference().on(Interference.Step.DISCHARGE, ""),
                server.loop().time(),
                connection,
                link,
                (condition, description) -> {
                    forget(transaction);
                    transaction.rollback();
                    settle(delivery, Answer.rejected(Conditions.error(condition, description)));
                },
                () -> {
                    forget(transaction);
                    Outcome outcome = end(transaction, Boolean.TRUE.equals(discharge.getFail()));
                    return () -> settle(delivery, outcome);
                });
    }

    /** Not before it ends: what is cut off before its discharge is rolled back with its link. */
    private void forget(Transaction transaction) {
        transactions.forget(transaction);
        declaredHere.remove(transaction);
    }

    private static Outcome end(Transaction transaction, boolean fail) {
        if (fail) {
            transaction.rollback();
            return Accepted.getInstance();
        }
        return transaction
                .commit()
                .match(done -> Accepted.getInstance(), refusal -> Answer.rejected(Conditions.error(refusal)));
    }

    private static Binary orEmpty(Binary id) {
        return id == null ? new Binary(new byte[0]) : id;
    }

    private void settle(Delivery delivery, Outcome outcome) {
        delivery.disposition(Answer.within(null, outcome));
        delivery.settle();
        connection.wake();
    }

    @Override
    public void onGone() {
        reader.close();
        for (Transaction each : declaredHere) {
            transactions.forget(each);
            each.rollback();
        }
    }
}
