package dev.busway.emulator.amqp.management;

import dev.busway.emulator.queue.Entity;
import dev.busway.emulator.queue.Queue;
import dev.busway.emulator.queue.Transaction;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.qpid.proton.amqp.Binary;

/**
 * A request to the management node of an entity.
 *
 * @param body the arguments by name
 * @param transaction the transaction it belongs to, or {@code null}
 */
public record ManagementRequest(Entity entity, Map<String, Object> body, Transaction transaction) {

    /** The entity, where it can be received from. */
    Queue queue() {
        if (entity instanceof Queue queue) {
            return queue;
        }
        throw new InvalidRequest(entity.name() + " is a topic: it holds no messages itself.");
    }

    /** An optional text. */
    String text(String name) {
        Object value = body.get(name);
        return value == null ? null : value.toString();
    }

    /** A text that must be there. */
    String requiredText(String name) {
        String text = text(name);
        if (text == null) {
            throw new InvalidRequest("'" + name + "' is missing.");
        }
        return text;
    }

    long number(String name) {
        if (body.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new InvalidRequest("'" + name + "' must be a number.");
    }

    /** A time in epoch milliseconds. */
    long time(String name) {
        if (body.get(name) instanceof Date date) {
            return date.toInstant().toEpochMilli();
        }
        throw new InvalidRequest("'" + name + "' must be a timestamp.");
    }

    List<UUID> tokens(String name) {
        return elements(name, UUID.class);
    }

    List<Long> numbers(String name) {
        List<Long> numbers = new ArrayList<>();
        elements(name, Number.class).forEach(number -> numbers.add(number.longValue()));
        return numbers;
    }

    /** An optional binary value, as a copy. */
    Binary bytes(String name) {
        Object value = body.get(name);
        if (value == null) {
            return null;
        }
        if (value instanceof Binary binary) {
            return new Binary(bytes(binary));
        }
        throw new InvalidRequest("'" + name + "' must be binary.");
    }

    static byte[] bytes(Binary binary) {
        byte[] bytes = new byte[binary.getLength()];
        System.arraycopy(binary.getArray(), binary.getArrayOffset(), bytes, 0, bytes.length);
        return bytes;
    }

    /** The elements of a list or an array: clients write either. */
    <T> List<T> elements(String name, Class<T> type) {
        Object value = body.get(name);
        Collection<?> all;
        if (value instanceof Collection<?> collection) {
            all = collection;
        } else if (value instanceof Object[] array) {
            all = List.of(array);
        } else if (value instanceof long[] numbers) {
            List<Object> boxed = new ArrayList<>();
            for (long number : numbers) {
                boxed.add(number);
            }
            all = boxed;
        } else {
            throw new InvalidRequest("'" + name + "' must be a list or an array.");
        }
        List<T> elements = new ArrayList<>(all.size());
        for (Object each : all) {
            if (!type.isInstance(each)) {
                throw new InvalidRequest("'" + name + "' must hold values of type " + type.getSimpleName() + " only.");
            }
            elements.add(type.cast(each));
        }
        return elements;
    }
}
