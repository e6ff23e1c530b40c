package dev.busway.http;

import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * What clients hold of the server, and for how long.
 *
 * <ol>
 *   <li>Only the event loop of the server calls it.
 *   <li>At most {@value #MAX} connections are held. One more takes the place of the one that has been without a request for the
 *       longest time, so that whoever opens connections and says nothing keeps nobody out; where all have a request in work, the
 *       new one is closed.
 *   <li>A connection without a request, which is also one whose headers have not all come, ends after {@link #IDLE}, however
 *       many bytes drip in.
 *   <li>A request whose body has not come as a whole after {@link #BODY} ends with its connection.
 * </ol>
 */
final class Connections {

    static final int MAX = 256;
    static final Duration IDLE = Duration.ofSeconds(30);
    static final Duration BODY = Duration.ofSeconds(10);

    private static final class Held {
        private HttpServerRequest request;
        private long since;
    }

    private final LongSupplier nanoTime;

    /** From the one that has waited longest: whoever does something goes to the end. */
    private final Map<HttpConnection, Held> held = new LinkedHashMap<>();

    Connections(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    void opened(HttpConnection connection) {
        if (held.size() >= MAX && !endLongestWithoutRequest()) {
            connection.close();
            return;
        }
        Held fresh = new Held();
        fresh.since = nanoTime.getAsLong();
        held.put(connection, fresh);
        connection.closeHandler(closed -> held.remove(connection));
    }

    void begins(HttpServerRequest request) {
        Held now = held.remove(request.connection());
        if (now != null) {
            now.request = request;
            now.since = nanoTime.getAsLong();
            held.put(request.connection(), now);
        }
    }

    /** Ends what has been held for too long; to be called about once in a second. */
    void sweep() {
        long now = nanoTime.getAsLong();
        List<HttpConnection> over = new ArrayList<>();
        held.forEach((connection, each) -> {
            if (each.request != null
                    && each.request.isEnded()
                    && each.request.response().ended()) {
                each.request = null;
                each.since = now;
            }
            Duration limit = each.request == null ? IDLE : BODY;
            boolean waits = each.request == null || !each.request.isEnded();
            if (waits && now - each.since > limit.toNanos()) {
                over.add(connection);
            }
        });
        over.forEach(this::end);
    }

    int size() {
        return held.size();
    }

    private boolean endLongestWithoutRequest() {
        for (Iterator<Map.Entry<HttpConnection, Held>> all = held.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<HttpConnection, Held> each = all.next();
            HttpServerRequest request = each.getValue().request;
            if (request == null || request.response().ended()) {
                all.remove();
                each.getKey().close();
                return true;
            }
        }
        return false;
    }

    private void end(HttpConnection connection) {
        held.remove(connection);
        connection.close();
    }
}
