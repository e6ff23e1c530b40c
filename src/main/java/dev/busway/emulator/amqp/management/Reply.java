package dev.busway.emulator.amqp.management;

import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.queue.Refusal;
import java.util.Map;
import org.apache.qpid.proton.amqp.Symbol;

/**
 * The answer to a request.
 *
 * @param status as in HTTP; clients take 200, 202 and 204 for success
 * @param description for a person
 * @param condition what went wrong, {@code null} on success; clients decide by it, not by the status, whether to retry
 * @param body what the body's map holds
 */
public record Reply(int status, String description, Symbol condition, Map<String, Object> body) {

    private static final int OK = 200;
    private static final int ACCEPTED = 202;
    private static final int NO_CONTENT = 204;
    private static final int BAD_REQUEST = 400;
    private static final int NOT_FOUND = 404;
    private static final int GONE = 410;
    private static final int NOT_IMPLEMENTED = 501;

    public static Reply ok(Map<String, Object> body) {
        return new Reply(OK, "OK", null, body);
    }

    public static Reply accepted() {
        return new Reply(ACCEPTED, "Accepted", null, Map.of());
    }

    /** Success with nothing to show. */
    public static Reply empty() {
        return new Reply(NO_CONTENT, "No content", null, Map.of());
    }

    public static Reply badRequest(String description) {
        return new Reply(BAD_REQUEST, description, Conditions.ARGUMENT_ERROR, Map.of());
    }

    public static Reply notImplemented(String description) {
        return new Reply(NOT_IMPLEMENTED, description, Conditions.NOT_IMPLEMENTED, Map.of());
    }

    /** The engine has refused. */
    public static Reply refused(Refusal refusal) {
        return refused(Conditions.of(refusal), refusal.description());
    }

    /** Refused for a reason that has a condition. */
    public static Reply refused(Symbol condition, String description) {
        int status = BAD_REQUEST;
        if (condition.equals(Conditions.MESSAGE_NOT_FOUND) || condition.equals(Conditions.NOT_FOUND)) {
            status = NOT_FOUND;
        } else if (condition.equals(Conditions.LOCK_LOST) || condition.equals(Conditions.SESSION_LOCK_LOST)) {
            status = GONE;
        }
        return new Reply(status, description, condition, Map.of());
    }
}
