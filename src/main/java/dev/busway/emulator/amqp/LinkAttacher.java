package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.queue.AzureRule;
import dev.busway.emulator.queue.Entity;
import dev.busway.emulator.queue.Queue;
import dev.busway.emulator.queue.Refusal;
import java.util.Optional;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.UnsignedLong;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Sender;

/** Decides what is behind a link that a client asks for, and answers the attach. */
final class LinkAttacher {

    private final AmqpConnection connection;
    private final AmqpServer server;
    private final Transactions transactions;
    private final ResponseLinks responses = new ResponseLinks();

    LinkAttacher(AmqpConnection connection, AmqpServer server) {
        this.connection = connection;
        this.server = server;
        this.transactions = new Transactions(server.engine(), server.settings());
    }

    void attach(AttachedLink attached) {
        Link link = attached.link;
        String address = Addresses.of(link);
        if (link.getRemoteTarget() instanceof Coordinator) {
            SessionScope.of(link.getSession()).attachControlLink();
            accept(attached, new CoordinatorLink((Receiver) link, connection, server, transactions));
        } else if (address.equalsIgnoreCase(Addresses.CBS)) {
            attachToNode(attached, address, new CbsNode(connection.links()));
        } else if (Addresses.isManagement(address)) {
            attachToManagement(attached, address);
        } else {
            attachToEntity(attached, address);
        }
    }

    void gone() {
        transactions.rollbackAll();
    }

    private void attachToManagement(AttachedLink attached, String address) {
        Optional<Entity> entity = server.engine().find(attached.entity);
        if (entity.isEmpty()) {
            refuseUnknown(attached);
        } else {
            attachToNode(
                    attached,
                    address,
                    new ManagementNode(entity.get(), attached.link.getSession(), transactions, server));
        }
    }

    private void attachToNode(AttachedLink attached, String address, RequestNode node) {
        if (attached.link instanceof Receiver requests) {
            accept(attached, new RequestLink(requests, address, node, connection, server, responses));
        } else {
            accept(attached, new ResponseLink((Sender) attached.link, address, connection, responses));
        }
    }

    private void attachToEntity(AttachedLink attached, String address) {
        boolean clientReceives = attached.link instanceof Sender;
        Optional<Entity> entity = clientReceives
                ? server.engine().findQueue(address).map(Entity.class::cast)
                : server.engine().find(address);
        if (entity.isEmpty()) {
            refuseUnknown(attached);
            return;
        }
        Refusal refusal = SessionScope.of(attached.link.getSession())
                .attach(
                        entity.get().topLevel(),
                        clientReceives,
                        server.settings().keeps(AzureRule.RECEIVE_FROM_FIRST_ENTITY_ONLY));
        if (refusal != null) {
            refuse(attached.link, refusal);
        } else if (clientReceives) {
            attachReceiver(attached, (Queue) entity.get());
        } else {
            attachSender(attached, entity.get());
        }
    }

    private void attachSender(AttachedLink attached, Entity entity) {
        if (!entity.status().allowsSending()) {
            refuse(attached.link, new Refusal.EntityDisabled(entity.name(), entity.status()));
            return;
        }
        Receiver receiver = (Receiver) attached.link;
        receiver.setMaxMessageSize(UnsignedLong.valueOf(server.settings().maxMessageSize()));
        accept(attached, new IncomingLink(receiver, entity, connection, server, transactions));
    }

    private void attachReceiver(AttachedLink attached, Queue queue) {
        OutgoingLink outgoing = new OutgoingLink((Sender) attached.link, queue, connection, server, transactions);
        if (SessionAttach.isWanted(attached.link)) {
            new SessionAttach(attached, outgoing, queue, this).start();
        } else {
            outgoing.receive(queue)
                    .handle(done -> accept(attached, outgoing), refusal -> refuse(attached.link, refusal));
        }
    }

    /** Answers an attach with what the client asked for. */
    void accept(AttachedLink attached, LinkHandler handler) {
        Link link = attached.link;
        attached.handler = handler;
        if (link.getSource() == null) {
            link.setSource(link.getRemoteSource());
        }
        link.setTarget(link.getRemoteTarget());
        link.setSenderSettleMode(link.getRemoteSenderSettleMode());
        link.setReceiverSettleMode(link.getRemoteReceiverSettleMode());
        link.open();
        handler.onAttached();
        connection.wake();
    }

    void refuse(Link link, Refusal refusal) {
        refuse(link, Conditions.of(refusal), refusal.description());
    }

    /** Answers an attach as Service Bus refuses one: without source and target, and with a detach behind it. */
    void refuse(Link link, Symbol condition, String description) {
        link.setSource(null);
        link.setTarget(null);
        link.open();
        link.setCondition(Conditions.error(condition, description));
        link.close();
        connection.wake();
    }

    private void refuseUnknown(AttachedLink attached) {
        refuse(
                attached.link,
                Conditions.NOT_FOUND,
                "The messaging entity '" + attached.entity + "' could not be found.");
    }
}
