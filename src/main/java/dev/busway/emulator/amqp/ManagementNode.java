package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.management.ManagementOperation;
import dev.busway.emulator.amqp.management.ManagementOperations;
import dev.busway.emulator.amqp.management.ManagementRequest;
import dev.busway.emulator.amqp.management.Reply;
import dev.busway.emulator.queue.Entity;
import dev.busway.emulator.queue.Result;
import dev.busway.emulator.queue.Transaction;
import java.util.Map;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.message.Message;

/** The management node of an entity: finds the operation that a request names. */
final class ManagementNode implements RequestNode {

    private final Entity entity;
    private final Transactions transactions;
    private final ManagementOperations operations;

    ManagementNode(Entity entity, Transactions transactions, AmqpServer server) {
        this.entity = entity;
        this.transactions = transactions;
        this.operations = server.operations();
    }

    @Override
    public Reply answer(Message request, Binary id) {
        String name = nameOf(request);
        ManagementOperation operation = operations.named(name);
        if (operation == null) {
            return Reply.notImplemented("The emulator does not support the management operation " + name + ".");
        }
        Result<Transaction> transaction = transactions.find(id);
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
