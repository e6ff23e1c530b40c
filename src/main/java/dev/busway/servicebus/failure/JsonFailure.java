package dev.busway.servicebus.failure;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.exc.StreamReadException;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.util.Optional;

/**
 * Says what is wrong with a text that is no JSON. Jackson says it too, but quotes the text, so only the fixed part of what it
 * says is looked at.
 */
final class JsonFailure {

    private JsonFailure() {}

    /** Empty when the text is JSON, and does not fit what was asked for. */
    static Optional<String> describe(Throwable failure) {
        String said = failure.getMessage() == null ? "" : failure.getMessage();
        if (failure instanceof NotUtf8) {
            return Optional.of(said);
        }
        if (failure instanceof StreamConstraintsException) {
            return Optional.of(constraint(said));
        }
        if (failure instanceof MismatchedInputException && said.startsWith("No content to map")) {
            return Optional.of("the body is empty");
        }
        if (failure instanceof MismatchedInputException mismatch && said.startsWith("Trailing token")) {
            return Optional.of("something follows the end of the JSON" + at(mismatch));
        }
        return failure instanceof StreamReadException malformed
                ? Optional.of(malformed(said) + at(malformed))
                : Optional.empty();
    }

    private static String constraint(String said) {
        if (said.contains("nesting depth")) {
            return "nested deeper than 1,000 levels";
        }
        if (said.startsWith("Number")) {
            return "a number longer than 1,000 digits";
        }
        if (said.startsWith("String") || said.startsWith("Name")) {
            return "a name or a text longer than may be read";
        }
        return "larger than may be read";
    }

    private static String malformed(String said) {
        if (said.contains("code 65279")) {
            return "not valid JSON: it begins with a byte order mark; send it without";
        }
        if (said.contains("CTRL-CHAR, code 0)")) {
            return "not valid JSON: it holds a zero byte, as text in UTF-16 does; send UTF-8";
        }
        return said.contains("end-of-input") ? "not valid JSON: it ends too early" : "not valid JSON";
    }

    private static String at(JsonProcessingException failure) {
        JsonLocation location = failure.getLocation();
        return location == null || location.getLineNr() < 1
                ? ""
                : " at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }
}
