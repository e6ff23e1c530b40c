package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.management.Reply;
import dev.busway.emulator.amqp.message.Conditions;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Accepted;
import org.apache.qpid.proton.amqp.messaging.AmqpValue;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.transaction.TransactionalState;
import org.apache.qpid.proton.amqp.transport.DeliveryState;
import org.apache.qpid.proton.codec.DroppingWritableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.message.Message;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A link on which a client sends requests to a node; each is answered, whatever happens. */
final class RequestLink implements LinkHandler {

    private static final Logger LOG = LoggerFactory.getLogger(RequestLink.class);

    /** Proton's encoder wants more room than it uses. */
    private static final int ENCODER_SLACK = 64;

    private final Receiver link;
    private final String address;
    private final RequestNode node;
    private final AmqpConnection connection;
    private final AmqpServer server;
    private final ResponseLinks responses;
    private final TransferReader reader;

    RequestLink(
            Receiver link,
            String address,
            RequestNode node,
            AmqpConnection connection,
            AmqpServer server,
            ResponseLinks responses) {
        this.link = link;
        this.address = address;
        this.node = node;
        this.connection = connection;
        this.server = server;
        this.responses = responses;
        // A request may carry a message of full size and some bytes around it.
        this.reader = new TransferReader(link, 2 * server.settings().maxMessageSize(), connection.unfinished());
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
        long excess = reader.excess();
        byte[] bytes = reader.take(delivery);
        if (link.getCredit() < WireSettings.REQUEST_CREDIT / 2) {
            link.flow(WireSettings.REQUEST_CREDIT - link.getCredit());
        }
        if (excess > 0 || delivery.isAborted()) {
            settle(delivery, Answer.rejected(Conditions.error(Conditions.MESSAGE_SIZE_EXCEEDED, "Request too long.")));
            return;
        }
        try {
            FrameStructure.checkAll(bytes);
            Message request = Proton.message();
            request.decode(bytes, 0, bytes.length);
            receive(delivery, request);
        } catch (RuntimeException e) {
            LOG.debug("A request to {} cannot be read", address, e);
            settle(delivery, Answer.rejected(Conditions.error(Conditions.DECODE_ERROR, "The request cannot be read.")));
        }
    }

    private void receive(Delivery delivery, Message request) {
        Optional<ResponseLink> response = responses.find(address, request.getReplyTo(), link.getSession());
        if (response.isEmpty()) {
            settle(
                    delivery,
                    Answer.rejected(Conditions.error(
                            Conditions.NOT_FOUND,
                            "There is no receiving link on " + address + " for the reply-to " + request.getReplyTo()
                                    + ".")));
            return;
        }
        Binary transaction = delivery.getRemoteState() instanceof TransactionalState state ? state.getTxnId() : null;
        settle(delivery, Answer.within(transaction, Accepted.getInstance()));
        Replying.under(
                server.interference().on(node.step(request), node.entity()),
                server.loop().time(),
                connection,
                link,
                (condition, description) -> response.get().send(encode(request, Reply.refused(condition, description))),
                () -> {
                    byte[] answer = encode(request, perform(request, transaction));
                    return () -> response.get().send(answer);
                });
    }

    private Reply perform(Message request, Binary transaction) {
        try {
            return node.answer(request, transaction);
        } catch (RuntimeException e) {
            LOG.warn("A request to {} failed", address, e);
            return Reply.refused(Conditions.INTERNAL_ERROR, "The emulator failed on this request: " + e);
        }
    }

    /** Both spellings of every name, because token nodes and management nodes differ and clients read either. */
    private static byte[] encode(Message request, Reply reply) {
        Map<String, Object> properties = new HashMap<>();
        properties.put("statusCode", reply.status());
        properties.put("status-code", reply.status());
        properties.put("statusDescription", reply.description());
        properties.put("status-description", reply.description());
        if (reply.condition() != null) {
            properties.put("errorCondition", reply.condition());
            properties.put("error-condition", reply.condition());
        }
        Message answer = Proton.message();
        answer.setCorrelationId(request.getMessageId() == null ? request.getCorrelationId() : request.getMessageId());
        answer.setAddress(request.getReplyTo());
        answer.setApplicationProperties(new ApplicationProperties(properties));
        answer.setBody(new AmqpValue(reply.body()));
        return bytes(answer);
    }

    private static byte[] bytes(Message message) {
        DroppingWritableBuffer measure = new DroppingWritableBuffer();
        message.encode(measure);
        byte[] bytes = new byte[measure.position() + ENCODER_SLACK];
        return Arrays.copyOf(bytes, message.encode(bytes, 0, bytes.length));
    }

    @Override
    public void onGone() {
        reader.close();
    }

    private void settle(Delivery delivery, DeliveryState state) {
        if (!delivery.remotelySettled()) {
            delivery.disposition(state);
        }
        delivery.settle();
        connection.wake();
    }
}
