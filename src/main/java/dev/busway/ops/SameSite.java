package dev.busway.ops;

import java.net.URI;

/** Keeps other sites' pages away from the API: there is no CORS, and what a browser says of a request's origin is checked. */
final class SameSite {

    private SameSite() {}

    static void require(OpsRequest request) {
        String site = request.header("sec-fetch-site").orElse("none");
        if (!site.equals("none") && !site.equals("same-origin")) {
            throw new Refusal(403, "another site's page may not use this API");
        }
        request.header("origin").ifPresent(origin -> {
            String host = request.header("host").orElse("");
            if (host.isEmpty() || !host.equalsIgnoreCase(authority(origin))) {
                throw new Refusal(403, "another site's page may not use this API");
            }
        });
    }

    private static String authority(String origin) {
        try {
            String authority = URI.create(origin).getRawAuthority();
            return authority == null ? "" : authority;
        } catch (IllegalArgumentException malformed) {
            return "";
        }
    }
}
