package dev.busway.servicebus.failure;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.busway.servicebus.identity.UnsendableOutput;
import java.util.Optional;
import org.apache.camel.ValidationException;
import org.apache.camel.component.jsonvalidator.JsonValidationException;

/**
 * Tells failures that no retry can help from those that may pass. It looks through whatever Camel has wrapped around a
 * failure, so the answer does not depend on the step, the error handler or the file in which it happened.
 */
public final class FinalFailures {

    private static final String UNRECOVERABLE = "dev.busway.apps.UnrecoverableMessageException";
    private static final int DEEPEST = 30;

    private FinalFailures() {}

    /** The reason under which a message that failed so is dead-lettered at once; empty when the failure may pass. */
    public static Optional<String> reason(Throwable thrown) {
        Throwable each = thrown;
        for (int depth = 0; each != null && depth < DEEPEST; depth++) {
            String reason = own(each);
            if (reason != null) {
                return Optional.of(reason);
            }
            each = each.getCause();
        }
        return Optional.empty();
    }

    private static String own(Throwable thrown) {
        if (thrown instanceof UnsendableOutput unsendable) {
            return unsendable.reason();
        }
        if (isUnrecoverable(thrown.getClass())) {
            return "UnrecoverableMessage";
        }
        if (JsonFailure.describe(thrown).isPresent()) {
            return "MalformedJson";
        }
        if (thrown instanceof JsonProcessingException) {
            return "UnexpectedJson";
        }
        return thrown instanceof ValidationException && !wrapsTheParser(thrown) ? "ValidationFailed" : null;
    }

    /** By name, because an app may bring the class in a jar of its own. */
    private static boolean isUnrecoverable(Class<?> type) {
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            if (each.getName().equals(UNRECOVERABLE)) {
                return true;
            }
        }
        return false;
    }

    /** The validator has no errors of its own when the text was no JSON. */
    private static boolean wrapsTheParser(Throwable thrown) {
        return thrown instanceof JsonValidationException json
                && json.getCause() != null
                && (json.getErrors() == null || json.getErrors().isEmpty());
    }
}
