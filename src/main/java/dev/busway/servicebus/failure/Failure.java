package dev.busway.servicebus.failure;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.networknt.schema.ValidationMessage;
import dev.busway.servicebus.identity.UnsendableOutput;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.camel.CamelExchangeException;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.TypeConversionException;
import org.apache.camel.component.jsonvalidator.JsonValidationException;

/**
 * What went wrong, told to people who must not see the message: the kind of failure, and what and where, never a value of the
 * body. The texts of most exceptions quote values, so only those are used that cannot.
 *
 * @param kind the kind of failure in one word
 * @param description what and where, in one line, at most {@value #MAX_BYTES} bytes of UTF-8
 */
public record Failure(String kind, String description) {

    static final int MAX_BYTES = 4096;

    private static final String UNRECOVERABLE = "dev.busway.apps.UnrecoverableMessageException";
    private static final Set<String> FRAMEWORKS = Set.of(
            "java.",
            "jdk.",
            "sun.",
            "org.apache.camel.",
            "com.fasterxml.",
            "dev.busway.servicebus.HandoffGuard",
            "dev.busway.servicebus.redelivery.");

    /** Describes an exception; null is a route that rolled back without one. */
    public static Failure of(Throwable thrown) {
        if (thrown == null) {
            return new Failure("RolledBack", "the route rolled back");
        }
        Throwable cause = cause(thrown);
        return new Failure(kind(cause), fit(describe(cause)));
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
            return mapping(mapping);
        }
        if (cause instanceof JsonProcessingException json) {
            return "JSON that cannot be read" + at(json.getLocation());
        }
        if (cause instanceof JsonValidationException validation && hasErrors(validation)) {
            return validation.getErrors().stream()
                    .map(ValidationMessage::getMessage)
                    .sorted()
                    .collect(Collectors.joining("; "));
        }
        return cause.getClass().getName() + text(cause) + where(cause);
    }

    private static String mapping(JsonMappingException mapping) {
        StringBuilder path = new StringBuilder("$");
        for (JsonMappingException.Reference step : mapping.getPath()) {
            if (step.getFieldName() == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append('.').append(step.getFieldName());
            }
        }
        String wanted = mapping instanceof MismatchedInputException mismatch && mismatch.getTargetType() != null
                ? ": expected " + mismatch.getTargetType().getSimpleName().toLowerCase(Locale.ROOT)
                : ": does not fit";
        return path + wanted + at(mapping.getLocation());
    }

    private static String at(JsonLocation location) {
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** The text of an exception that speaks of the world around the message, or is written to be read. */
    private static String text(Throwable cause) {
        boolean harmless = cause instanceof IOException
                || cause instanceof SQLException
                || cause instanceof TimeoutException
                || cause.getClass().getName().equals(UNRECOVERABLE);
        String message = cause.getMessage();
        return harmless && message != null
                ? ": " + message.replaceAll("\\s+", " ").strip()
                : "";
    }

    private static String where(Throwable cause) {
        for (StackTraceElement frame : cause.getStackTrace()) {
            if (FRAMEWORKS.stream().noneMatch(frame.getClassName()::startsWith)) {
                return " at " + frame.getClassName() + "." + frame.getMethodName() + ":" + frame.getLineNumber();
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
