package dev.busway.servicebus;

import com.azure.core.amqp.models.AmqpMessageBody;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * What a route is given as body: a {@link String} where the content is text, bytes otherwise, as other Camel components do.
 * The content type decides; a message without one is text when its bytes are valid UTF-8. A value or a sequence of AMQP is
 * handed out as it is.
 */
final class InputBody {

    /** Stands in decoded text for what is not UTF-8; it may also have been sent. */
    private static final char REPLACEMENT = '\uFFFD';

    private InputBody() {}

    static Object of(ServiceBusReceivedMessage received) {
        AmqpMessageBody body = received.getRawAmqpMessage().getBody();
        return switch (body.getBodyType()) {
            case VALUE -> body.getValue();
            case SEQUENCE -> body.getSequence();
            case DATA -> ofData(received.getBody().toBytes(), received.getContentType());
        };
    }

    static Object ofData(byte[] bytes, String contentType) {
        if (!mayBeText(contentType)) {
            return bytes;
        }
        String text = new String(bytes, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 || isUtf8(bytes) ? text : bytes;
    }

    /** False also for text in another character set, which the content type of an output would still name. */
    private static boolean mayBeText(String contentType) {
        String lower = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        int parameters = lower.indexOf(';');
        String type = (parameters < 0 ? lower : lower.substring(0, parameters)).strip();
        if (parameters >= 0 && isOtherCharset(lower.substring(parameters))) {
            return false;
        }
        int slash = type.indexOf('/');
        String subtype = type.substring(slash + 1);
        return slash < 0
                || type.startsWith("text/")
                || subtype.contains("json")
                || subtype.contains("xml")
                || subtype.contains("yaml")
                || subtype.equals("x-www-form-urlencoded")
                || subtype.equals("javascript")
                || subtype.equals("csv");
    }

    private static boolean isOtherCharset(String parameters) {
        int at = parameters.indexOf("charset=");
        if (at < 0) {
            return false;
        }
        String charset = parameters.substring(at + "charset=".length()).replace("\"", "");
        return !charset.startsWith("utf-8") && !charset.startsWith("utf8") && !charset.startsWith("us-ascii");
    }

    private static boolean isUtf8(byte[] bytes) {
        try {
            var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
