package dev.busway.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;
import java.util.Set;

/**
 * Answers only who asks this machine by a name of its own. Any other name in a request that reached a server on loopback means
 * DNS rebinding: a page of another site that a browser here shows could read the answer as its own.
 */
public final class LocalNames implements HttpPart {

    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");
    private static final int BEFORE_ALL_OTHERS = -1;

    /** Whether a host, with or without a port, is a name that every machine has for itself. */
    public static boolean contain(String host) {
        String name = host.startsWith("[") ? host.replaceFirst("].*", "]") : host.replaceFirst(":.*", "");
        return NAMES.contains(name.toLowerCase(Locale.ROOT));
    }

    @Override
    public void addTo(Router router) {
        router.route().order(BEFORE_ALL_OTHERS).handler(LocalNames::check);
    }

    private static void check(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        String host = request.getHeader("host");
        if (host != null && contain(host)) {
            routing.next();
            return;
        }
        routing.response()
                .setStatusCode(403)
                .putHeader("Content-Type", "application/json")
                .end("{\"error\":\"in dev only localhost is served, asked for by that name\"}");
    }
}
