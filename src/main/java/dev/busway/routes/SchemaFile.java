package dev.busway.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jsonvalidator.DefaultJsonUriSchemaLoader;

/** Reads a JSON Schema, and says in words what is wrong with it. */
final class SchemaFile {

    /** A schema that cannot be used. Deliberately without a cause: a route would take that for a malformed message. */
    static final class UnusableException extends Exception {

        private final RouteProblem problem;

        UnusableException(RouteProblem problem) {
            super(problem.toString());
            this.problem = problem;
        }

        RouteProblem problem() {
            return problem;
        }
    }

    private SchemaFile() {}

    static JsonSchema read(CamelContext context, String location) throws UnusableException {
        String file = location.startsWith("file:") ? location.substring("file:".length()) : location;
        try {
            return new DefaultJsonUriSchemaLoader().createSchema(context, location);
        } catch (JsonProcessingException e) {
            throw new UnusableException(new RouteProblem(
                    file,
                    e.getLocation() == null ? 0 : e.getLocation().getLineNr(),
                    "The schema is not valid JSON.",
                    "Check commas, quotes and brackets on this line and the one above it."));
        } catch (IOException e) {
            throw new UnusableException(new RouteProblem(
                    file,
                    0,
                    "There is no schema " + file + ".",
                    "Create it, or correct the name or the property busway.schemas."));
        } catch (Exception e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new UnusableException(
                    new RouteProblem(
                            file,
                            0,
                            "This is no JSON Schema: " + reason + ".",
                            "Name a draft in $schema, such as http://json-schema.org/draft-07/schema#, and keep to its keywords."));
        }
    }
}
