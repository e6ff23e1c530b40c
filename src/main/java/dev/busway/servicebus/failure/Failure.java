package dev.busway.servicebus.failure;

import com.azure.core.amqp.exception.AmqpException;
import com.azure.messaging.servicebus.ServiceBusException;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.PropertyBindingException;
import dev.busway.servicebus.identity.UnsendableOutput;
import dev.busway.text.ExceptionText;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.Exchange;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.jsonvalidator.JsonValidationException;

/**
 * What went wrong, told to people who must not see the message: the kind of failure, and what and where, never a value of the
 * body. The texts of most exceptions quote values: only those are used that {@link ExceptionText} allows, else class and place.
 *
 * @param kind the kind of failure in one word
 * @param description what and where, in one line, at most {@value #MAX_BYTES} bytes of UTF-8
 */
public record Failure(String kind, String description) {

    static final int MAX_BYTES = 4096;

    /** Whose frames are not the app's own; the shipped apps stand in a package of their own under the host's. */
    private static final List<String> OTHERS = List.of(
            "java.",
            "javax.",
            "jdk.",
            "sun.",
            "com.sun.",
            "org.apache.camel.",
            "com.fasterxml.",
            "com.networknt.",
            "com.azure.",
            "reactor.",
            "io.netty.",
            "io.vertx.",
            "io.opentelemetry.",
            "org.apache.qpid.",
            "dev.busway.");

    private static final String SHIPPED_APPS = "dev.busway.apps.";

    /** Describes an exception; null is a route that rolled back without one. */
    public static Failure of(Throwable thrown) {
        if (thrown == null) {
            return new Failure("RolledBack", "the route rolled back");
        }
        Throwable cause = cause(thrown);
        return new Failure(kind(cause), fit(describe(cause)));
    }

    /** Describes what an exchange failed with, and the step of its route in which that happened. */
    public static Failure of(Exchange exchange, Throwable thrown) {
        Failure failure = of(thrown);
        return FailedSteps.of(exchange)
                .flatMap(steps -> steps.stepOf(thrown))
                .map(failure::in)
                .orElse(failure);
    }

    /** The same failure, in this step. */
    Failure in(RouteStep step) {
        return new Failure(kind, fit(description + "; " + step));
    }

    /** Whether a failure is that the body is not what it must be, so that no frame of any code explains it. */
    public static boolean isAboutTheBody(Throwable thrown) {
        Throwable cause = cause(thrown);
        return cause instanceof JsonProcessingException || cause instanceof JsonValidationException;
    }

    /** The same failure under the name that the route gives it. */
    public Failure as(String otherKind) {
        return new Failure(otherKind, description);
    }

    private static Throwable cause(Throwable thrown) {
        Throwable each = thrown;
        while (isWrapper(each) && each.getCause() != null && each.getCause() != each) {
            each = each.getCause();
        }
        return each;
    }

    private static boolean isWrapper(Throwable thrown) {
        return thrown instanceof TypeConversionException
                || thrown instanceof ExecutionException
                || thrown instanceof CompletionException
                || thrown.getClass() == RuntimeCamelException.class
                || (thrown instanceof CamelExchangeException && !(thrown instanceof JsonValidationException))
                || (thrown instanceof JsonValidationException json && !hasErrors(json))
                || thrown.getClass().getName().endsWith("CamelExecutionException");
    }

    /** The validator wraps what the JSON parser throws without any errors of its own. */
    private static boolean hasErrors(JsonValidationException validation) {
        return validation.getErrors() != null && !validation.getErrors().isEmpty();
    }

    private static String kind(Throwable cause) {
        String name = cause.getClass().getSimpleName();
        return name.isEmpty() ? cause.getClass().getName() : name;
    }

    private static String describe(Throwable cause) {
        if (cause instanceof UnsendableOutput) {
            return cause.getMessage();
        }
        Optional<String> noJson = JsonFailure.describe(cause);
        if (noJson.isPresent()) {
            return noJson.get();
        }
        if (cause instanceof JsonMappingException mapping) {
            return mapping(mapping) + named(cause);
        }
        if (cause instanceof JsonProcessingException json) {
            return "JSON that cannot be read" + at(json.getLocation()) + named(cause);
        }
        if (cause instanceof JsonValidationException validation && hasErrors(validation)) {
            return SchemaRules.text(validation.getErrors()) + named(cause);
        }
        return cause.getClass().getName()
                + code(cause)
                + ExceptionText.of(cause).map(": "::concat).orElse("")
                + where(cause);
    }

    private static String named(Throwable cause) {
        return " (" + kind(cause) + ")";
    }

    private static String mapping(JsonMappingException mapping) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.').append(FieldNames.shown(step));
            }
        }
        String wanted = mapping instanceof MismatchedInputException mismatch
                        && mismatch.getTargetType() != null
                        && !(mapping instanceof PropertyBindingException)
                ? ": expected " + mismatch.getTargetType().getSimpleName().toLowerCase(Locale.ROOT)
                : ": does not fit";
        return path + wanted + at(mapping.getLocation());
    }

    /** What an exception tells in a code of its own, which quotes nothing. */
    private static String code(Throwable cause) {
        if (cause instanceof SQLException sql) {
            String state = sql.getSQLState();
            String known = state != null && state.matches("[0-9A-Z]{5}") ? "SQLState " + state + ", " : "";
            return " (" + known + "code " + sql.getErrorCode() + ")";
        }
        if (cause instanceof AmqpException amqp && amqp.getErrorCondition() != null) {
            return " (" + amqp.getErrorCondition().getErrorCondition() + ")";
        }
        return cause instanceof ServiceBusException refused ? " (" + refused.getReason() + ")" : "";
    }

    private static String at(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static String where(Throwable cause) {
        for (StackTraceElement frame : cause.getStackTrace()) {
            String name = frame.getClassName();
            if (name.startsWith(SHIPPED_APPS) || OTHERS.stream().noneMatch(name::startsWith)) {
                return " at " + name + "." + frame.getMethodName() + ":" + frame.getLineNumber();
            }
        }
        return "";
    }

    /** Cuts a text to what the broker takes, at the end of a character. */
    static String fit(String text) {
        if (text.length() * 3 <= MAX_BYTES || text.getBytes(StandardCharsets.UTF_8).length <= MAX_BYTES) {
            return text;
        }
        int bytes = 0;
        int end = 0;
        while (end < text.length()) {
            int codePoint = text.codePointAt(end);
            bytes += codePoint < 0x80 ? 1 : codePoint < 0x800 ? 2 : codePoint < 0x10000 ? 3 : 4;
            if (bytes > MAX_BYTES) {
                break;
            }
            end += Character.charCount(codePoint);
        }
        return text.substring(0, end);
    }
}
