package dev.busway.command;

import java.io.Console;
import java.util.Optional;

/** Whether a person sits at the other end of standard input and output. */
final class Terminal {

    private Terminal() {}

    /** Java 22 and later always have a console and say in a method of its own whether it is a terminal. */
    static boolean isThere() {
        Optional<Console> console = Optional.ofNullable(System.console());
        if (Runtime.version().feature() < 22) {
            return console.isPresent();
        }
        try {
            return console.isPresent()
                    && (Boolean) Console.class.getMethod("isTerminal").invoke(console.get());
        } catch (ReflectiveOperationException e) {
            return false;
        }
    }
}
