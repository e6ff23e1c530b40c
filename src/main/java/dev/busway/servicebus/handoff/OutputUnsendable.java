package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.Classified;
import dev.busway.servicebus.connection.FailureKind;
import java.net.URI;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Date;
import java.util.Map;
import java.util.UUID;

/** One output can never be sent, which was seen before anything was. */
final class OutputUnsendable extends RuntimeException implements Classified {
    private static final long serialVersionUID = 1L;

    private final transient Output output;
    private final FailureKind kind;

    private OutputUnsendable(Output output, FailureKind kind, String text) {
        super(text, null, false, false);
        this.output = output;
        this.kind = kind;
    }

    /** {@code limit} counts the properties, too. */
    static OutputUnsendable tooLarge(Output output, int limit) {
        return new OutputUnsendable(
                output,
                FailureKind.TOO_LARGE,
                "An output to " + output.target().name() + " is larger than the " + limit
                        + " bytes that body and properties of a message there may have together");
    }

    /** {@code what} names a property and a class; never a value. */
    static OutputUnsendable unencodable(Output output, String what) {
        return new OutputUnsendable(
                output,
                FailureKind.UNENCODABLE,
                "An output to " + output.target().name() + " cannot be written as an AMQP message: " + what);
    }

    /** What the SDK would fail at when it sends this output, where it cannot tell any more which one it was. */
    static void check(Output output) {
        for (Map.Entry<String, Object> property :
                output.message().getApplicationProperties().entrySet()) {
            String type = foreignType(property.getValue());
            if (type != null) {
                throw unencodable(
                        output,
                        "AMQP has no type for the " + type + " in the application property " + property.getKey());
            }
        }
    }

    /** The first class in a value that AMQP does not know; null when there is none. */
    private static String foreignType(Object value) {
        if (value instanceof Map<?, ?> map) {
            return foreignType(map.values());
        }
        if (value instanceof Iterable<?> list) {
            for (Object each : list) {
                String type = foreignType(each);
                if (type != null) {
                    return type;
                }
            }
            return null;
        }
        boolean known = value == null
                || value instanceof String
                || value instanceof Boolean
                || (value instanceof Number && value.getClass().getPackageName().equals("java.lang"))
                || value instanceof Date
                || value instanceof UUID
                || value instanceof URI
                || value instanceof OffsetDateTime
                || value instanceof Duration
                || value.getClass().isArray()
                || value.getClass().getName().startsWith("org.apache.qpid.proton.");
        return known ? null : value.getClass().getName();
    }

    Output output() {
        return output;
    }

    @Override
    public FailureKind kind() {
        return kind;
    }
}
