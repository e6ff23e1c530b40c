package dev.busway.servicebus.identity;

import com.azure.core.util.BinaryData;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.StreamCache;

/**
 * The content of one output. Text and bytes go as they are. What is plainly data (a map, a list, a record, a JSON tree) goes
 * as JSON. Anything else is refused: its {@code toString()} is no message.
 *
 * @param json whether it was written as JSON here
 */
record OutputBody(BinaryData data, boolean json) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * The content for a body.
     *
     * @throws UnsendableOutput when it has none
     */
    static OutputBody of(Exchange exchange, Object body) {
        if (body == null) {
            throw new UnsendableOutput(
                    "NoBody",
                    "the message has no body to send; where that is meant, put the step into a filter with"
                            + " ${body} != null, else correct the step that sets the body");
        }
        if (body instanceof BinaryData data) {
            return new OutputBody(data, false);
        }
        if (body instanceof StreamCache marshalled) {
            return new OutputBody(BinaryData.fromBytes(bytes(marshalled)), false);
        }
        if (isText(body)) {
            return new OutputBody(BinaryData.fromString(body.toString()), false);
        }
        if (isData(body)) {
            return new OutputBody(BinaryData.fromString(json(body)), true);
        }
        byte[] bytes = exchange.getContext().getTypeConverter().tryConvertTo(byte[].class, exchange, body);
        if (bytes == null) {
            throw new UnsendableOutput(
                    "BodyNotSendable",
                    "a " + body.getClass().getName() + " is neither text nor bytes; put a marshal step before it");
        }
        return new OutputBody(BinaryData.fromBytes(bytes), false);
    }

    private static boolean isText(Object body) {
        return body instanceof CharSequence
                || body instanceof Character
                || body instanceof Number
                || body instanceof Boolean;
    }

    private static boolean isData(Object body) {
        return body instanceof Map
                || body instanceof Collection
                || body instanceof Object[]
                || body instanceof TreeNode
                || body.getClass().isRecord();
    }

    private static String json(Object body) {
        try {
            return JSON.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UnsendableOutput(
                    "BodyNotSendable",
                    "a " + body.getClass().getName()
                            + " cannot be written as JSON just so; put a marshal step with your settings before it");
        }
    }

    /** What a data format has written; Camel's converter would copy it through two large buffers. */
    private static byte[] bytes(StreamCache marshalled) {
        try {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) Math.max(0, marshalled.length()));
            marshalled.reset();
            marshalled.writeTo(bytes);
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("The body could not be read from Camel's stream cache", e);
        }
    }
}
