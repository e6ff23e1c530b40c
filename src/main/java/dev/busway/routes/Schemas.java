package dev.busway.routes;

import com.networknt.schema.JsonSchema;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.component.jsonvalidator.JsonUriSchemaLoader;
import org.apache.camel.component.jsonvalidator.JsonValidatorEndpoint;

/**
 * The JSON Schemas that the routes of a context use, each read before the first message needs it.
 *
 * <p>Camel reads a schema with the first message. One that is missing or broken by then would make every message fail,
 * and look as if the messages were malformed. With this a route with an unusable schema does not start, and a bad edit
 * leaves the last good schema in use. Safe for use by many threads.
 */
public final class Schemas implements JsonUriSchemaLoader {

    private final Map<String, JsonSchema> inUse = new ConcurrentHashMap<>();
    private final CamelContext context;

    private Schemas(CamelContext context) {
        this.context = context;
    }

    /** Looks after the schemas of all routes that are loaded from now on. */
    public static Schemas of(CamelContext context) {
        Schemas schemas = new Schemas(context);
        context.getCamelContextExtension().registerEndpointCallback((uri, endpoint) -> schemas.watch(endpoint));
        return schemas;
    }

    private Endpoint watch(Endpoint endpoint) {
        if (endpoint instanceof JsonValidatorEndpoint validator) {
            validator.setUriSchemaLoader(this);
            createSchema(context, validator.getResourceUri());
        }
        return endpoint;
    }

    /**
     * The schema at this location, read at most once.
     *
     * @throws IllegalArgumentException when there is none that can be used; the message says where and why
     */
    @Override
    public JsonSchema createSchema(CamelContext asking, String location) {
        return inUse.computeIfAbsent(location, missing -> {
            try {
                return SchemaFile.read(context, missing);
            } catch (SchemaFile.UnusableException e) {
                throw new IllegalArgumentException(e.getMessage());
            }
        });
    }

    /** Takes an edited schema into use; where that is impossible the one before stays, and the problem is returned. */
    Optional<RouteProblem> reload(Path file) {
        for (String location : Set.copyOf(inUse.keySet())) {
            if (isAt(location, file)) {
                try {
                    inUse.put(location, SchemaFile.read(context, location));
                    forget(location);
                } catch (SchemaFile.UnusableException e) {
                    return Optional.of(e.problem());
                }
            }
        }
        return Optional.empty();
    }

    /** Makes the endpoints ask again at the next message. */
    private void forget(String location) {
        for (Endpoint endpoint : context.getEndpoints()) {
            if (endpoint instanceof JsonValidatorEndpoint validator
                    && validator.getResourceUri().equals(location)) {
                validator.clearContentCache();
            }
        }
    }

    private static boolean isAt(String location, Path file) {
        return location.startsWith("file:")
                && Path.of(location.substring("file:".length()))
                        .toAbsolutePath()
                        .normalize()
                        .equals(file);
    }
}
