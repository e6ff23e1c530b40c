package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.management.ManagementOperation;
import dev.busway.emulator.amqp.management.ManagementRequest;
import dev.busway.emulator.amqp.management.Reply;
import dev.busway.emulator.queue.AzureRule;
import dev.busway.emulator.queue.Entity;
import dev.busway.emulator.queue.Refusal;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.Transaction;
import java.util.Map;
import java.util.Set;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.engine.Session;
import org.apache.qpid.proton.message.Message;

/** The management node of an entity: finds the operation that a request names. */
final class ManagementNode implements RequestNode {

    private static final Set<String> SENDING =
            Set.of("com.microsoft:schedule-message", "com.microsoft:cancel-scheduled-message");

    private final Entity entity;
    private final Session session;
    private final Transactions transactions;
    private final AmqpServer server;

    /** The session is the one that the requests come on. */
    ManagementNode(Entity entity, Session session, Transactions transactions, AmqpServer server) {
        this.entity = entity;
        this.session = session;
        this.transactions = transactions;
        this.server = server;
    }

    @Override
    public Reply answer(Message request, Binary id) {
        String name = nameOf(request);
        ManagementOperation operation = server.operations().named(name);
        if (operation == null) {
            return Reply.notImplemented("The emulator does not support the management operation " + name + ".");
        }
        if (id != null && server.settings().keeps(AzureRule.NO_MANAGEMENT_IN_TRANSACTION)) {
            Refusal refusal = new Refusal.NotAllowed("A request to a management node (" + name
                    + ") cannot be part of a transaction; send and settle on links inside one.");
            transactions.doom(id, refusal);
            return Reply.refused(refusal);
        }
        if (!SENDING.contains(name) && !entity.status().allowsReceiving()) {
            return Reply.refused(new Refusal.EntityDisabled(entity.name(), entity.status()));
        }
        Result<Transaction> transaction = transactions.join(id, session, entity);
        if (!transaction.isDone()) {
            return Reply.refused(transaction.refusal());
        }
        Object body = request.getBody() instanceof AmqpValue value ? value.getValue() : null;
        if (!(body instanceof Map<?, ?> map)) {
            return Reply.badRequest("The body of a management request must be a map.");
        }
        return operation.perform(new ManagementRequest(entity, Settling.named(map), transaction.value()));
    }

    private static String nameOf(Message request) {
        return request.getApplicationProperties() == null
                ? "(none)"
                : String.valueOf(request.getApplicationProperties().getValue().get("operation"));
    }

    @Override
    public Interference.Step step(Message request) {
        return switch (nameOf(request)) {
            case "com.microsoft:renew-lock", "com.microsoft:renew-session-lock" -> Interference.Step.RENEWAL;
            case "com.microsoft:update-disposition" -> Interference.Step.SETTLEMENT;
            case "com.microsoft:schedule-message" -> Interference.Step.SEND;
            default -> Interference.Step.MANAGEMENT;
        };
    }

    @Override
    public String entity() {
        return entity.name();
    }
}
