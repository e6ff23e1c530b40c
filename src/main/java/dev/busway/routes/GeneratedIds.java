package dev.busway.routes;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The id that Kaoto adds to a {@code routeConfiguration} when it saves a file. Camel applies one with an id only to routes
 * that name it, so the error handling for all routes would be gone without a word.
 */
final class GeneratedIds {

    private static final Pattern GENERATED = Pattern.compile("(?m)^\\s+id: (routeConfiguration-\\d+)\\s*$");

    private GeneratedIds() {}

    static Optional<RouteProblem> check(RouteFile file) {
        Matcher id = GENERATED.matcher(file.text());
        if (!id.find() || file.text().contains("routeConfigurationId: " + id.group(1))) {
            return Optional.empty();
        }
        return Optional.of(new RouteProblem(
                file.name(),
                file.lineOf("id: " + id.group(1), 0),
                "An editor has given the routeConfiguration the id \"" + id.group(1) + "\", so it holds for no route.",
                "Remove this line."));
    }
}
