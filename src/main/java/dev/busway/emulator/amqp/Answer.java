package dev.busway.emulator.amqp;

import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.Modified;
import org.apache.qpid.proton.amqp.messaging.Outcome;
import org.apache.qpid.proton.amqp.messaging.Rejected;
import org.apache.qpid.proton.amqp.messaging.Released;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.amqp.transport.ErrorCondition;

/** Outcomes as the broker answers them. */
final class Answer {

    private Answer() {}

    static Rejected rejected(ErrorCondition error) {
        Rejected rejected = new Rejected();
        rejected.setError(error);
        return rejected;
    }

    /** The same kind of outcome, without what the client wrote into it: some clients take any error for a refusal. */
    static Outcome echo(DeliveryState outcome) {
        if (outcome instanceof Rejected) {
            return new Rejected();
        } else if (outcome instanceof Released) {
            return Released.getInstance();
        } else if (outcome instanceof Modified modified) {
            Modified echo = new Modified();
            echo.setUndeliverableHere(modified.getUndeliverableHere());
            return echo;
        }
        return Accepted.getInstance();
    }

    /** In a transaction, every answer says in which. */
    static DeliveryState within(Binary transaction, Outcome outcome) {
        if (transaction == null) {
            return (DeliveryState) outcome;
        }
        TransactionalState state = new TransactionalState();
        state.setTxnId(transaction);
        state.setOutcome(outcome);
        return state;
    }
}
