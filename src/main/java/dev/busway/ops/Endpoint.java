package dev.busway.ops;

import java.util.ArrayList;
import java.util.List;

/**
 * One thing that the API does.
 *
 * @param method in upper case
 * @param path with the names that an address gives in braces: {@code /api/apps/{app}/pause}
 * @param isOpen whether it needs no right
 * @param maxBody the largest body of a request in bytes; 0 for none
 * @param handler does it
 */
record Endpoint(String method, String path, boolean isOpen, int maxBody, Handler handler) {

    /** Answers a request that has passed all guards. */
    @FunctionalInterface
    interface Handler {
        /**
         * Does what the request asks for.
         *
         * @param names what the address gives for the names in braces, in their order
         */
        OpsResponse answer(OpsRequest request, List<String> names);
    }

    static Endpoint open(String method, String path, Handler handler) {
        return new Endpoint(method, path, true, 0, handler);
    }

    static Endpoint guarded(String method, String path, Handler handler) {
        return new Endpoint(method, path, false, 0, handler);
    }

    Endpoint withBody(int maxBody) {
        return new Endpoint(method, path, isOpen, maxBody, handler);
    }

    boolean isAt(List<String> segments) {
        List<String> pattern = pattern();
        boolean fits = pattern.size() == segments.size();
        for (int i = 0; fits && i < pattern.size(); i++) {
            fits = isName(pattern.get(i)) || pattern.get(i).equals(segments.get(i));
        }
        return fits;
    }

    OpsResponse answer(OpsRequest request, List<String> segments) {
        List<String> pattern = pattern();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < pattern.size(); i++) {
            if (isName(pattern.get(i))) {
                names.add(segments.get(i));
            }
        }
        return handler.answer(request, names);
    }

    private List<String> pattern() {
        return List.of(path.substring(1).split("/", -1));
    }

    private static boolean isName(String part) {
        return part.startsWith("{");
    }
}
