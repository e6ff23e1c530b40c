package dev.busway.command;

import java.io.Console;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whether a person sits at the other end of standard input and output. */
final class Terminal {

    private Terminal() {}

    /**
     * Whether standard output is a terminal, also where standard input is not. Java does not tell the two apart; Linux does. Where
     * neither tells, it is taken for no terminal.
     */
    static boolean showsOutput() {
        if (isThere()) {
            return true;
        }
        try {
            String output = Files.readSymbolicLink(Path.of("/proc/self/fd/1")).toString();
            return output.startsWith("/dev/pts/") || output.startsWith("/dev/tty") || output.equals("/dev/console");
        } catch (IOException | UnsupportedOperationException | SecurityException elsewhere) {
            return false;
        }
    }

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
