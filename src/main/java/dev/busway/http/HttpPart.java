package dev.busway.http;

import io.vertx.ext.web.Router;

/** Something that answers some paths of the host's HTTP server: health, metrics, the operations page. */
@FunctionalInterface
public interface HttpPart {

    /**
     * Adds the paths of this part; called once, before the server listens. Handlers run on the event loop and must not
     * block it; what may block is added with {@code blockingHandler}.
     */
    void addTo(Router router);
}
