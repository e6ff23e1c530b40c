package dev.busway.ops;

import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import dev.busway.http.HttpPart;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
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
            router.route(path).handler(this::receive).failureHandler(this::refuse);
        }
    }

    @Override
    protected void doStop() {
        ops.close();
    }

    /** Reads the body only of who may send one; what others send is dropped as it comes. */
    private void receive(RoutingContext routing) {
        HttpServerRequest request = routing.request();
        OpsRequest head = head(request);
        Admission admission = ops.admit(head);
        if (admission instanceof Admission.Admitted admitted) {
            readBody(routing, head, admitted);
        } else {
            end(routing, ((Admission.Refused) admission).answer());
        }
    }

    private void readBody(RoutingContext routing, OpsRequest head, Admission.Admitted admitted) {
        HttpServerRequest request = routing.request();
        if (announced(head) > admitted.maxBody()) {
            end(routing, ops.tooLarge(admitted, head));
            return;
        }
        if (head.header("expect").filter("100-continue"::equalsIgnoreCase).isPresent()) {
            request.response().writeContinue();
        }
        Buffer body = Buffer.buffer();
        request.handler(part -> {
            // One part too many tells that it is too large; no more is kept.
            if (body.length() <= admitted.maxBody()) {
                body.appendBuffer(part);
            }
        });
        request.endHandler(ended -> routing.vertx()
                .executeBlocking(() -> ops.serve(admitted, head.withBody(body.getBytes())), false)
                .onSuccess(answer -> end(routing, answer))
                .onFailure(failure -> end(routing, ops.failed(500, failure))));
    }

    private static long announced(OpsRequest head) {
        String length = head.header("content-length").orElse("0");
        return length.matches("\\d{1,18}") ? Long.parseLong(length) : Long.MAX_VALUE;
    }

    private static OpsRequest head(HttpServerRequest request) {
        Map<String, String> headers = new LinkedHashMap<>();
        request.headers().forEach(header -> headers.putIfAbsent(header.getKey(), header.getValue()));
        return new OpsRequest(
                request.method().name(),
                request.path(),
                request.query(),
                headers,
                new byte[0],
                request.remoteAddress().hostAddress());
    }

    /** What Vert.x refuses itself has an answer as all others have. */
    private void refuse(RoutingContext routing) {
        if (!routing.response().ended()) {
            end(routing, ops.failed(routing.statusCode() < 400 ? 500 : routing.statusCode(), routing.failure()));
        }
    }

    private static void end(RoutingContext routing, OpsResponse answer) {
        if (routing.response().closed()) {
            return;
        }
        HttpServerResponse response = routing.response().setStatusCode(answer.status());
        answer.headers().forEach(response::putHeader);
        response.end(Buffer.buffer(answer.body()));
    }
}
