package dev.busway.routes;

import java.util.Optional;
import org.apache.camel.util.StringHelper;

/**
 * A place where a route hands a message on.
 *
 * @param uri the address, its placeholders resolved
 * @param file the file of the step
 * @param line its line in the file
 * @param guarded whether only some messages go there, because a step around it chooses
 */
record Exit(String uri, RouteFile file, int line, boolean guarded) {

    private static final String DIRECT = "direct:";

    /** Whether the address depends on the message. */
    boolean isComputed() {
        return uri.contains("${") || uri.contains("$simple{");
    }

    /** The component. */
    String scheme() {
        return StringHelper.before(uri, ":", uri);
    }

    /** The name that a helper route receives from, where this calls one. */
    Optional<String> direct() {
        return isComputed() ? Optional.empty() : directOf(uri);
    }

    RouteProblem problem(String what, String remedy) {
        return new RouteProblem(file.name(), line, what, remedy);
    }

    Exit guardedToo(boolean more) {
        return more && !guarded ? new Exit(uri, file, line, true) : this;
    }

    /** The name of a {@code direct:} address. */
    static Optional<String> directOf(String uri) {
        if (!uri.startsWith(DIRECT)) {
            return Optional.empty();
        }
        String rest = StringHelper.removeStartingCharacters(uri.substring(DIRECT.length()), '/');
        return Optional.of(StringHelper.before(rest, "?", rest));
    }
}
