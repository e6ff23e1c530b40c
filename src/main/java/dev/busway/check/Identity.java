package dev.busway.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Reads from a token whose it is, because the credential does not say which identity it has found. */
final class Identity {

    private static final ObjectMapper JSON = new ObjectMapper();

    private Identity() {}

    /** Such as {@code " for object id 1234-..."}; empty when the token does not say. */
    static String of(String token) {
        int start = token.indexOf('.') + 1;
        int end = token.indexOf('.', start);
        if (start == 0 || end < 0) {
            return "";
        }
        try {
            byte[] claims = Base64.getUrlDecoder().decode(token.substring(start, end));
            JsonNode oid =
                    JSON.readTree(new String(claims, StandardCharsets.UTF_8)).path("oid");
            return oid.isTextual() ? " for the identity with object id " + oid.textValue() : "";
        } catch (IllegalArgumentException | IOException unreadable) {
            return "";
        }
    }
}
