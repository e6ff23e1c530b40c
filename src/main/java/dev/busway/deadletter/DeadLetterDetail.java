package dev.busway.deadletter;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * One dead letter with its body, for the operator who asked for it by number.
 *
 * @param letter all but the body
 * @param encoding how {@code body} is written
 * @param body the whole body
 */
public record DeadLetterDetail(DeadLetter letter, Encoding encoding, String body) {

    /** How a body is written as text. */
    public enum Encoding {
        /** It is UTF-8 text and shown as it is. */
        TEXT,
        /** It is binary data in Base64. */
        BASE64,
        /** It is an AMQP value or sequence, not data; shown as Java prints it, and cannot be edited. */
        AMQP
    }

    /** The body as the sender sent it; of an AMQP value or sequence, its text. */
    public byte[] bytes() {
        return encoding == Encoding.BASE64 ? Base64.getDecoder().decode(body) : body.getBytes(StandardCharsets.UTF_8);
    }

    static DeadLetterDetail ofData(DeadLetter letter, byte[] body) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
            return new DeadLetterDetail(letter, Encoding.TEXT, text);
        } catch (CharacterCodingException notText) {
            return new DeadLetterDetail(
                    letter, Encoding.BASE64, Base64.getEncoder().encodeToString(body));
        }
    }
}
