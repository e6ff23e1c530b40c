package dev.busway.host;

import dev.busway.routes.RefusedRoutesException;
import dev.busway.routes.RouteProblem;
import dev.busway.settings.ConfigurationException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.camel.FailedToCreateConsumerException;
import org.apache.camel.FailedToCreateProducerException;
import org.apache.camel.FailedToCreateRouteException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.RuntimeCamelException;

/** Turns what went wrong at the start into one line for a person, as far as it can be something a person wrote. */
final class StartFailure {

    private StartFailure() {}

    /** @param problems finds what a check of the routes would say; asked only when it may be the routes */
    static RuntimeException explain(Exception failure, Supplier<List<RouteProblem>> problems) {
        boolean configured = false;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConfigurationException known) {
                return known;
            }
            if (cause instanceof RefusedRoutesException refused) {
                // The check tells of everything that is wrong, and not of what a start stops at.
                List<RouteProblem> all = problems.get();
                String text = all.isEmpty() ? refused.getMessage() : new RefusedRoutesException(all).getMessage();
                return new ConfigurationException("The apps cannot start:" + text, failure);
            }
            configured |= isConfiguration(cause);
        }
        List<RouteProblem> found = configured ? problems.get() : List.of();
        if (!found.isEmpty()) {
            return new ConfigurationException(
                    "The apps cannot start:" + new RefusedRoutesException(found).getMessage(), failure);
        }
        return configured
                ? new ConfigurationException("The apps cannot start: " + messages(failure), failure)
                : new IllegalStateException("The host cannot start: " + messages(failure), failure);
    }

    private static boolean isConfiguration(Throwable cause) {
        return cause instanceof FailedToCreateRouteException
                || cause instanceof FailedToStartRouteException
                || cause instanceof FailedToCreateConsumerException
                || cause instanceof FailedToCreateProducerException
                || cause instanceof ResolveEndpointFailedException
                || cause instanceof PropertyBindingException
                || cause instanceof IllegalArgumentException
                || cause instanceof RuntimeCamelException
                || cause.getClass().getPackageName().startsWith("org.apache.camel.dsl.yaml")
                || cause.getClass().getPackageName().startsWith("org.snakeyaml");
    }

    /** The messages of all causes, each once: Camel repeats the inner ones in the outer ones, or hides them. */
    private static String messages(Throwable failure) {
        Set<String> messages = new LinkedHashSet<>();
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String message = cause.getMessage();
            String text = message == null ? cause.getClass().getSimpleName() : message.strip();
            if (messages.stream().noneMatch(earlier -> earlier.contains(text))) {
                messages.add(text);
            }
        }
        return String.join("; ", messages);
    }
}
