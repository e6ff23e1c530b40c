package dev.busway.ops;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.busway.http.HttpPart;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;

/** The operations page and its API on the host's HTTP server; stops with the Camel context. */
public final class OpsPart extends ServiceSupport implements HttpPart {

    private final OpsHttp ops;

    private OpsPart(OpsHttp ops) {
        this.ops = ops;
    }

    /**
     * Makes the part for the apps of a context.
     *
     * @param access who may change something
     * @param connections gives a new builder with namespace and credential for each connection
     */
    public static OpsPart addTo(CamelContext context, Access access, Supplier<ServiceBusClientBuilder> connections) {
        OpsPart part = new OpsPart(new OpsHttp(new CamelApps(context), access, connections));
        try {
            context.addService(part);
        } catch (Exception impossible) {
            throw new IllegalStateException("the operations page could not be started", impossible);
        }
        return part;
    }

    @Override
    public void addTo(Router router) {
        for (String path : new String[] {"/", "/ops/*", "/api/*"}) {
            router.route(path)
                    .handler(BodyHandler.create(false).setBodyLimit(OpsHttp.MAX_BODY))
                    .blockingHandler(this::answer, false)
                    .failureHandler(this::refuse);
        }
    }

    @Override
    protected void doStop() {
        ops.close();
    }

    private void answer(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        Buffer body = routing.body().buffer();
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach(header -> headers.putIfAbsent(header.getKey(), header.getValue()));
        // HTTP/2 has no header of this name; what was asked for is the authority there.
        if (!request.headers().contains("host") && request.authority() != null) {
            headers.put("host", request.authority().toString());
        }
        OpsResponse answer = ops.serve(new OpsRequest(
                request.method().name(),
                request.path(),
                request.query(),
                headers,
                body == null ? new byte[0] : body.getBytes(),
                request.remoteAddress().hostAddress()));
        end(routing, answer);
    }

    /** What Vert.x refuses itself, such as a body that is too large, has an answer as all others have. */
    private void refuse(RoutingContext routing) {
        if (!routing.response().ended()) {
            end(routing, ops.failed(routing.statusCode() < 400 ? 500 : routing.statusCode(), routing.failure()));
        }
    }

    private static void end(RoutingContext routing, OpsResponse answer) {
        HttpServerResponse response = routing.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(answer.body()));
    }
}
