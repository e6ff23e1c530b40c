package dev.busway.ops;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One HTTP answer.
 *
 * @param headers content type and security headers included
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are handed on and never compared.
public record OpsResponse(int status, Map<String, String> headers, byte[] body) {

    public OpsResponse {
        headers = Map.copyOf(headers);
    }

    static OpsResponse json(int status, Object value) {
        return new OpsResponse(status, Map.of("Content-Type", "application/json"), Json.bytes(value));
    }

    static OpsResponse text(int status, String contentType, String text) {
        return new OpsResponse(status, Map.of("Content-Type", contentType), text.getBytes(StandardCharsets.UTF_8));
    }

    OpsResponse with(Map<String, String> more) {
        Map<String, String> all = new LinkedHashMap<>(more);
        all.putAll(headers);
        return new OpsResponse(status, all, body);
    }
}
