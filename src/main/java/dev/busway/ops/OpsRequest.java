package dev.busway.ops;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One HTTP request, whatever server took it.
 *
 * @param method in upper case
 * @param path as it was sent, not decoded, without the query
 * @param query as it was sent, without the question mark; null when there is none
 * @param headers the first value of each
 * @param body empty when there is none
 * @param remote the address that it came from, for the log and the rate limit
 */
@SuppressWarnings("ArrayRecordComponent") // Bodies are handed on and never compared.
public record OpsRequest(
        String method, String path, String query, Map<String, String> headers, byte[] body, String remote) {

    public OpsRequest {
        Map<String, String> lowerCase = new LinkedHashMap<>();
        headers.forEach((name, value) -> lowerCase.putIfAbsent(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lowerCase);
    }

    OpsRequest withBody(byte[] whole) {
        return new OpsRequest(method, path, query, headers, whole, remote);
    }

    Optional<String> header(String lowerCaseName) {
        return Optional.ofNullable(headers.get(lowerCaseName));
    }

    /** The parts of the path, each decoded after the split, so that a queue name may hold a slash as {@code %2F}. */
    List<String> segments() {
        return Stream.of(path.split("/", -1))
                .filter(segment -> !segment.isEmpty())
                .map(OpsRequest::decode)
                .toList();
    }

    Map<String, String> parameters() {
        Map<String, String> parameters = new LinkedHashMap<>();
        if (query != null) {
            for (String pair : query.split("&", -1)) {
                int equals = pair.indexOf('=');
                if (equals > 0) {
                    parameters.putIfAbsent(
                            decodeForm(pair.substring(0, equals)), decodeForm(pair.substring(equals + 1)));
                }
            }
        }
        return parameters;
    }

    boolean changes() {
        return !method.equals("GET") && !method.equals("HEAD");
    }

    private static String decode(String segment) {
        return decodeForm(segment.replace("+", "%2B"));
    }

    private static String decodeForm(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            throw new Refusal(400, "a percent sign in the address is not followed by two hexadecimal digits");
        }
    }
}
