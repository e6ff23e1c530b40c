package dev.busway.emulator.amqp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.busway.emulator.queue.Changes;
import dev.busway.emulator.queue.Delivery;
import dev.busway.emulator.queue.Message;
import dev.busway.emulator.queue.MessageState;
import dev.busway.emulator.queue.NewMessage;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.qpid.proton.Proton;
import org.apache.qpid.proton.amqp.Binary;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.amqp.messaging.AmqpSequence;
import org.apache.qpid.proton.amqp.messaging.ApplicationProperties;
import org.apache.qpid.proton.amqp.messaging.Data;
import org.apache.qpid.proton.amqp.messaging.MessageAnnotations;
import org.junit.jupiter.api.Test;

final class MessageCodecTest {

    private final MessageEncoder encoder = new MessageEncoder();

    private static org.apache.qpid.proton.message.Message full() {
        org.apache.qpid.proton.message.Message message = Proton.message();
        message.setDurable(true);
        message.setPriority((short) 7);
        message.setTtl(60_000);
        message.setMessageId("id");
        message.setGroupId("session");
        message.setSubject("subject");
        message.setApplicationProperties(new ApplicationProperties(Map.of("a", 1, "b", "two")));
        message.setMessageAnnotations(new MessageAnnotations(new HashMap<>(Map.of(
                Symbol.valueOf("x-opt-partition-key"),
                "key",
                Symbol.valueOf("x-opt-sequence-number"),
                99L,
                Symbol.valueOf("x-opt-own"),
                List.of(1, 2)))));
        message.setBody(new Data(new Binary(new byte[] {1, 2, 3})));
        return message;
    }

    private static byte[] bytes(org.apache.qpid.proton.message.Message message) {
        byte[] bytes = new byte[4096];
        return Arrays.copyOf(bytes, message.encode(bytes, 0, bytes.length));
    }

    private static Message stored(byte[] bytes, int deliveryCount, long expiresAt, Changes changes) {
        return new Message(
                MessageDecoder.decode(bytes), 5, 4, 1_000, expiresAt, deliveryCount, MessageState.ACTIVE, changes);
    }

    private org.apache.qpid.proton.message.Message delivered(Message message) {
        byte[] encoded = encoder.encode(new Delivery(message, UUID.randomUUID(), 2_000));
        org.apache.qpid.proton.message.Message decoded = Proton.message();
        decoded.decode(encoded, 0, encoded.length);
        return decoded;
    }

    @Test
    void theFieldsThatTheEngineActsOnAreRead() {
        NewMessage message = MessageDecoder.decode(bytes(full()));

        assertThat(message.messageId()).isEqualTo("id");
        assertThat(message.sessionId()).isEqualTo("session");
        assertThat(message.partitionKey()).isEqualTo("key");
        assertThat(message.timeToLiveMillis()).isEqualTo(60_000);
        assertThat(message.scheduledEnqueueTime()).isEqualTo(NewMessage.NOT_SCHEDULED);
    }

    @Test
    void onlyWhatTheBrokerOwnsIsChangedOnTheWayOut() {
        org.apache.qpid.proton.message.Message out = delivered(stored(bytes(full()), 3, 61_000, Changes.NONE));

        assertThat(out.getDeliveryCount()).isEqualTo(3);
        assertThat(out.isDurable()).isTrue();
        assertThat(out.getPriority()).isEqualTo((short) 7);
        assertThat(out.getTtl()).isEqualTo(60_000);
        assertThat(out.getMessageId()).isEqualTo("id");
        assertThat(out.getSubject()).isEqualTo("subject");
        assertThat(out.getGroupId()).isEqualTo("session");
        assertThat(out.getExpiryTime()).isEqualTo(61_000);
        assertThat(out.getApplicationProperties().getValue()).isEqualTo(Map.of("a", 1, "b", "two"));
        assertThat(out.getMessageAnnotations().getValue())
                .containsEntry(Symbol.valueOf("x-opt-sequence-number"), 5L)
                .containsEntry(Symbol.valueOf("x-opt-enqueue-sequence-number"), 4L)
                .containsEntry(Symbol.valueOf("x-opt-own"), List.of(1, 2));
        assertThat(((Data) out.getBody()).getValue()).isEqualTo(new Binary(new byte[] {1, 2, 3}));
    }

    @Test
    void aMessageWithoutAnIdGetsOneThatStays() {
        org.apache.qpid.proton.message.Message bare = Proton.message();
        bare.setBody(new AmqpSequence(List.of("only")));
        Message message = stored(bytes(bare), 0, NewMessage.FOREVER, Changes.NONE);

        Object first = delivered(message).getMessageId();

        assertThat(first)
                .isEqualTo(message.messageId())
                .isEqualTo(delivered(message).getMessageId());
    }

    @Test
    void changedPropertiesWinOverThoseSent() {
        Changes changes = new Changes(Map.of("b", "changed", "c", true), "Why", "Where", "orders");

        org.apache.qpid.proton.message.Message out = delivered(stored(bytes(full()), 0, NewMessage.FOREVER, changes));

        assertThat(out.getApplicationProperties().getValue())
                .isEqualTo(Map.of(
                        "a",
                        1,
                        "b",
                        "changed",
                        "c",
                        true,
                        "DeadLetterReason",
                        "Why",
                        "DeadLetterErrorDescription",
                        "Where"));
        assertThat(out.getMessageAnnotations().getValue())
                .containsEntry(Symbol.valueOf("x-opt-deadletter-source"), "orders");
    }

    @Test
    void whatIsAcceptedCanAlwaysBeDelivered() {
        byte[] good = bytes(full());
        Random random = new Random(7);
        int accepted = 0;
        for (int i = 0; i < 50_000; i++) {
            byte[] bad = good.clone();
            for (int k = random.nextInt(3); k >= 0; k--) {
                bad[random.nextInt(bad.length)] = (byte) random.nextInt();
            }
            Message message;
            try {
                message = stored(bad, 1, 61_000, Changes.NONE);
            } catch (MalformedMessage e) {
                continue;
            }
            accepted++;
            assertThat(encoder.encode(message)).isNotEmpty();
        }
        assertThat(accepted).isBetween(1_000, 49_999);
    }

    @Test
    void aMessageThatEndsEarlyIsRefused() {
        byte[] good = bytes(full());

        assertThatExceptionOfType(MalformedMessage.class)
                .isThrownBy(() -> MessageDecoder.decode(Arrays.copyOf(good, good.length - 1)));
    }

    @Test
    void aLockTokenIsTheDeliveryTagInTheByteOrderOfDotNet() {
        assertThat(LockTokens.toTag(UUID.fromString("00112233-4455-6677-8899-aabbccddeeff")))
                .isEqualTo(new byte[] {
                    0x33,
                    0x22,
                    0x11,
                    0x00,
                    0x55,
                    0x44,
                    0x77,
                    0x66,
                    (byte) 0x88,
                    (byte) 0x99,
                    (byte) 0xaa,
                    (byte) 0xbb,
                    (byte) 0xcc,
                    (byte) 0xdd,
                    (byte) 0xee,
                    (byte) 0xff
                });
    }
}
