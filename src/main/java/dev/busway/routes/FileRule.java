package dev.busway.routes;

import java.util.List;

/** Something that must hold for each file alone, as it is written. */
interface FileRule {

    /** What is against the rule; empty if nothing is. */
    List<RouteProblem> check(Outline outline);
}
