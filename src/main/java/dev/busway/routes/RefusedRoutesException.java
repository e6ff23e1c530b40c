package dev.busway.routes;

import java.util.List;
import java.util.stream.Collectors;

/** Routes that a host must not start; the message names each problem with its file and line. */
public final class RefusedRoutesException extends RuntimeException {

    /** @param problems at least one */
    public RefusedRoutesException(List<RouteProblem> problems) {
        super(problems.stream()
                .map(RouteProblem::toString)
                .collect(Collectors.joining(System.lineSeparator() + "  ", System.lineSeparator() + "  ", "")));
    }
}
