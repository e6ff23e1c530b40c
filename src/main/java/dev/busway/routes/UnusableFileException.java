package dev.busway.routes;

/** A file that is not even looked into; the problem says why. */
final class UnusableFileException extends Exception {

    private final transient RouteProblem problem;

    UnusableFileException(RouteProblem problem) {
        super(problem.toString());
        this.problem = problem;
    }

    RouteProblem problem() {
        return problem;
    }
}
