package dev.busway.bench;

import dev.busway.emulator.amqp.message.MessageDecoder;
import dev.busway.emulator.queue.NewMessage;
import dev.busway.emulator.queue.Queue;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.message.Message;

/** Makes messages and enqueues them at a steady rate, whatever their receivers do meanwhile. */
final class Load {

    /** Every message id has this many characters, so that it can be found at the start of an output's id. */
    static final int ID_LENGTH = 14;

    private static final int ENCODING_ROOM = 512;

    private final Vertx vertx;
    private final Context context;
    private final AtomicLong made = new AtomicLong();

    Load(Vertx vertx, Context context) {
        this.vertx = vertx;
        this.context = context;
    }

    /** Enqueues so many messages per second for so many milliseconds; a queue's turn comes every millisecond. */
    long start(Queue queue, double perSecond, long millis, int bytes) {
        long from = System.nanoTime();
        long all = Math.max(1, Math.round(perSecond * millis / 1e3));
        AtomicLong sent = new AtomicLong();
        context.runOnContext(started -> vertx.setPeriodic(1, timer -> {
            long due = Math.min(all, 1 + (long) ((System.nanoTime() - from) / 1e9 * perSecond));
            if (due > sent.get()) {
                queue.send(messages((int) (due - sent.getAndSet(due)), bytes), null);
            }
            if (due == all) {
                vertx.cancelTimer(timer);
            }
        }));
        return all;
    }

    List<NewMessage> messages(int count, int bytes) {
        return IntStream.range(0, count).mapToObj(i -> message(bytes)).toList();
    }

    private NewMessage message(int bytes) {
        long number = made.incrementAndGet();
        Message message = Message.Factory.create();
        message.setMessageId("bench-%08d".formatted(number));
        message.setContentType("application/json");
        message.setBody(new Data(new Binary(FeedbackForms.form(number, bytes))));
        byte[] encoded = new byte[bytes + ENCODING_ROOM];
        return MessageDecoder.decode(Arrays.copyOf(encoded, message.encode(encoded, 0, encoded.length)));
    }
}
