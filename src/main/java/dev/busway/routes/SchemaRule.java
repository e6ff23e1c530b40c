package dev.busway.routes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.util.StringHelper;

/** Every JSON Schema that a route names must be there and be one. */
final class SchemaRule implements AppRule {

    private static final String SCHEME = "json-validator:";

    @Override
    public List<RouteProblem> check(AppRoute app, CamelContext context) {
        List<RouteProblem> problems = new ArrayList<>();
        for (ToDefinition to :
                ProcessorDefinitionHelper.filterTypeInOutputs(app.definition().getOutputs(), ToDefinition.class)) {
            schema(app, to)
                    .flatMap(location -> check(app, to, location, context))
                    .ifPresent(problems::add);
        }
        return problems;
    }

    private static Optional<String> schema(AppRoute app, ToDefinition to) {
        try {
            String uri = app.resolve().apply(to.getEndpointUri());
            return uri.startsWith(SCHEME)
                    ? Optional.of(StringHelper.before(uri, "?", uri).substring(SCHEME.length()))
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            // A property without a value; building the route says so.
            return Optional.empty();
        }
    }

    private static Optional<RouteProblem> check(AppRoute app, ToDefinition to, String location, CamelContext context) {
        if (location.startsWith("http")) {
            return Optional.of(RemoteRule.problem(app.file().name(), app.file().lineOf(SCHEME, to.getLineNumber())));
        }
        try {
            SchemaFile.read(context, location);
            return Optional.empty();
        } catch (SchemaFile.UnusableException e) {
            RouteProblem problem = e.problem();
            return Optional.of(
                    problem.what().startsWith("There is no")
                            ? app.problem(
                                    app.file().lineOf(SCHEME, to.getLineNumber()), problem.what(), problem.remedy())
                            : problem);
        }
    }
}
