package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.qpid.proton.codec.ReadableBuffer;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.Sender;
import org.apache.qpid.proton.engine.Session;

/** A link on which a client receives the answers of a request node; answers wait for its credit, within bounds. */
final class ResponseLink implements LinkHandler {

    private static final int MOST_WAITING_BYTES = 8 * 1024 * 1024;

    private final Sender link;
    private final String node;
    private final AmqpConnection connection;
    private final ResponseLinks links;
    private final Deque<byte[]> waiting = new ArrayDeque<>();
    private long waitingBytes;
    private long tags;

    ResponseLink(Sender link, String node, AmqpConnection connection, ResponseLinks links) {
        this.link = link;
        this.node = node;
        this.connection = connection;
        this.links = links;
        links.add(this);
    }

    boolean isOf(String address) {
        return node.equalsIgnoreCase(address);
    }

    boolean answersTo(String replyTo) {
        return replyTo != null
                && (replyTo.equals(link.getName())
                        || (link.getRemoteTarget() != null
                                && replyTo.equals(link.getRemoteTarget().getAddress())));
    }

    boolean isOn(Session session) {
        return link.getSession() == session;
    }

    void send(byte[] answer) {
        waiting.add(answer);
        waitingBytes += answer.length;
        onFlow();
        if (waitingBytes > MOST_WAITING_BYTES) {
            connection
                    .links()
                    .detach(
                            AttachedLink.of(link),
                            Conditions.RESOURCE_LIMIT_EXCEEDED,
                            "More than " + MOST_WAITING_BYTES + " bytes of answers wait for credit on this link.");
        }
    }

    @Override
    public void onFlow() {
        while (!waiting.isEmpty() && link.getCredit() != 0) {
            byte[] answer = waiting.poll();
            waitingBytes -= answer.length;
            Delivery transfer = link.delivery(Long.toString(++tags).getBytes(java.nio.charset.StandardCharsets.UTF_8));
            link.sendNoCopy(ReadableBuffer.ByteBufferReader.wrap(answer));
            transfer.settle();
            link.advance();
        }
        if (link.getDrain() && waiting.isEmpty()) {
            link.drained();
        }
        connection.wake();
    }

    @Override
    public void onDelivery(Delivery delivery) {
        delivery.settle();
    }

    @Override
    public void onGone() {
        links.remove(this);
    }
}
