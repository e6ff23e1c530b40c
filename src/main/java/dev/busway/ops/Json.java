package dev.busway.ops;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;

/** JSON in and out; what comes in is bounded and never quoted in an error. */
final class Json {

    private static final int MAX_DEPTH = 20;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    static {
        MAPPER.getFactory()
                .setStreamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(MAX_DEPTH)
                        .build());
    }

    private Json() {}

    static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException(bug);
        }
    }

    static JsonNode read(OpsRequest request) {
        if (request.body().length == 0) {
            return JsonNodeFactory.instance.objectNode();
        }
        if (!request.header("content-type").orElse("").startsWith("application/json")) {
            throw new Refusal(415, "send the body as application/json");
        }
        try {
            JsonNode node = MAPPER.readTree(request.body());
            if (!node.isObject()) {
                throw new Refusal(400, "the body must be a JSON object");
            }
            return node;
        } catch (IOException malformed) {
            throw new Refusal(400, "the body is not JSON");
        }
    }
}
