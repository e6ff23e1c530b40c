package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.amqp.message.LockTokens;
import dev.busway.emulator.amqp.message.MessageEncoder;
import dev.busway.emulator.queue.Delivery;
import dev.busway.emulator.queue.DeliveryHandler;
import dev.busway.emulator.queue.Queue;
import dev.busway.emulator.queue.ReceiveMode;
import dev.busway.emulator.queue.Receiver;
import dev.busway.emulator.queue.Refusal;
import dev.busway.emulator.queue.Result;
import java.nio.ByteBuffer;
import org.apache.qpid.proton.amqp.transport.SenderSettleMode;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Sender;

/**
 * A link on which a client receives the messages of a queue.
 *
 * <ol>
 *   <li>The engine's receiver never has more credit than the client has granted on the link.
 *   <li>While the connection's output is full it has none; {@link #onRoom} gives it back.
 * </ol>
 */
final class OutgoingLink implements LinkHandler, DeliveryHandler {

    private final Sender link;
    private final AmqpConnection connection;
    private final ReceiveMode mode;
    private final MessageEncoder encoder;
    private final Settling settling;

    // Confined to the loop's thread.
    private Receiver receiver;
    private boolean held;
    private long tags;

    OutgoingLink(Sender link, Queue queue, AmqpConnection connection, AmqpServer server, Transactions transactions) {
        this.link = link;
        this.connection = connection;
        this.mode = link.getRemoteSenderSettleMode() == SenderSettleMode.SETTLED
                ? ReceiveMode.RECEIVE_AND_DELETE
                : ReceiveMode.PEEK_LOCK;
        this.encoder = server.encoder();
        this.settling = new Settling(queue, connection, server, transactions);
    }

    ReceiveMode mode() {
        return mode;
    }

    /** Starts to receive from a queue without message sessions. */
    Result<Receiver> receive(Queue queue) {
        Result<Receiver> result = queue.receive(mode, this);
        result.handle(this::receiveWith, refusal -> {});
        return result;
    }

    void receiveWith(Receiver granted) {
        receiver = granted;
    }

    @Override
    public void onFlow() {
        if (held) {
            return;
        }
        if (link.getDrain()) {
            receiver.setCredit(grantedCredit());
            receiver.drain();
        } else {
            receiver.setCredit(grantedCredit());
        }
    }

    /** What the client allows; a grant beyond the range of an int shows as a negative one. */
    private long grantedCredit() {
        return Integer.toUnsignedLong(link.getCredit());
    }

    @Override
    public void onRoom() {
        held = false;
        onFlow();
    }

    @Override
    public void deliver(Delivery delivery) {
        AttachedLink attached = AttachedLink.of(link);
        byte[] tag = delivery.lockToken() == null ? freshTag() : LockTokens.toTag(delivery.lockToken());
        org.apache.qpid.proton.engine.Delivery transfer = link.delivery(tag);
        link.sendNoCopy(ReadableBuffer.ByteBufferReader.wrap(encoder.encode(delivery)));
        if (mode == ReceiveMode.RECEIVE_AND_DELETE) {
            transfer.settle();
        } else {
            transfer.setContext(delivery.lockToken());
        }
        link.advance();
        connection.links().touch(attached);
        connection.wake();
        if (!held && connection.isFull(this, link)) {
            held = true;
            receiver.setCredit(0);
        }
    }

    private byte[] freshTag() {
        return ByteBuffer.allocate(16).putLong(8, ++tags).array();
    }

    @Override
    public void drained() {
        link.drained();
        connection.wake();
    }

    @Override
    public void closed(Refusal reason) {
        AttachedLink attached = AttachedLink.of(link);
        if (attached != null) {
            connection.links().detach(attached, Conditions.of(reason), reason.description());
        }
    }

    @Override
    public void onDelivery(org.apache.qpid.proton.engine.Delivery transfer) {
        if (transfer.isUpdated()) {
            settling.settle(transfer);
        }
    }

    @Override
    public void onGone() {
        if (receiver != null) {
            receiver.close();
        }
    }
}
