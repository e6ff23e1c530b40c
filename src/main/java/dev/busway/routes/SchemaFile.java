package dev.busway.routes;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.networknt.schema.JsonSchema;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.component.jsonvalidator.DefaultJsonUriSchemaLoader;
import org.apache.camel.support.ResourceHelper;

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

    private static final ObjectReader WHOLE =
            new ObjectMapper().reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final String FILE = "file:";
    private static final String SHIPPED = "routes/schemas/";

    private SchemaFile() {}

    static JsonSchema read(CamelContext context, String location) throws UnusableException {
        String file = location.startsWith(FILE) ? location.substring(FILE.length()) : location;
        try {
            String place = place(context, location);
            refuseMoreThanOneValue(context, place);
            return new DefaultJsonUriSchemaLoader().createSchema(context, place);
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
            throw new UnusableException(new RouteProblem(
                    file,
                    0,
                    "This is no JSON Schema: " + reason + ".",
                    "Name a draft in $schema, such as http://json-schema.org/draft-07/schema#, and keep to its"
                            + " keywords."));
        }
    }

    /** The loader reads up to the end of the first value and takes no notice of what a slip has left behind it. */
    private static void refuseMoreThanOneValue(CamelContext context, String place) throws IOException {
        try (InputStream schema = ResourceHelper.resolveMandatoryResourceAsInputStream(context, place)) {
            WHOLE.readTree(schema);
        }
    }

    /**
     * Where a file that stands beside the routes is missing: an app from outside brings its schema. And where the routes
     * have no folder of schemas at all, that of the jar counts, since routes may be copied out of it without their schemas;
     * in a folder that is there, or that somebody chose, a missing file is a mistake.
     */
    private static String place(CamelContext context, String location) throws IOException {
        if (!location.startsWith(FILE)) {
            return location;
        }
        Path file = Path.of(location.substring(FILE.length())).toAbsolutePath();
        if (Files.exists(file)) {
            return location;
        }
        String inside = SHIPPED + file.getFileName();
        boolean brought = context.getApplicationContextClassLoader() instanceof OutsideClasses outside
                && outside.outside(inside).isPresent();
        return brought || isLeftOut(file, inside) ? "classpath:" + inside : location;
    }

    private static boolean isLeftOut(Path file, String inside) throws IOException {
        return SchemaFile.class.getResource("/" + inside) != null
                && !Files.exists(file.getParent())
                && holdsRoutes(file.getParent());
    }

    private static boolean holdsRoutes(Path schemas) throws IOException {
        Path folder = schemas.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.anyMatch(beside -> beside.toString().endsWith(RoutesFolder.SUFFIX));
        }
    }
}
