package dev.busway.proof;

import java.util.function.Consumer;

/** One thing that must hold. */
interface Rule {

    void check(Story story, Expectations expectations, Consumer<Violation> violations);
}
