package dev.busway.host;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * Ends the process after an {@link OutOfMemoryError}: parts of it that nobody watches may be missing by then, and whoever runs
 * it starts it again. {@code -XX:+ExitOnOutOfMemoryError}, which is in the image and the unit, does the same wherever the
 * error is thrown; this is for a Java that was started without it.
 */
public final class EndOnOutOfMemory implements Thread.UncaughtExceptionHandler {

    /** What Java itself ends with under {@code -XX:+ExitOnOutOfMemoryError}. */
    private static final int EXIT_CODE = 3;

    /** Made beforehand: there may be no memory for it later. */
    private static final byte[] LINE =
            "Out of memory: the process ends. Give it more memory, or lower <app>.concurrency.\n"
                    .getBytes(StandardCharsets.UTF_8);

    private final Thread.UncaughtExceptionHandler otherwise;
    private final FileOutputStream errors;
    private final IntConsumer end;

    EndOnOutOfMemory(Thread.UncaughtExceptionHandler otherwise, FileOutputStream errors, IntConsumer end) {
        this.otherwise = otherwise;
        this.errors = errors;
        this.end = end;
    }

    /** From here on an error of this kind, on whatever thread nobody catches it, ends the process with code 3. */
    public static void install() {
        Thread.setDefaultUncaughtExceptionHandler(new EndOnOutOfMemory(
                Thread.getDefaultUncaughtExceptionHandler(),
                new FileOutputStream(FileDescriptor.err),
                code -> Runtime.getRuntime().halt(code)));
    }

    @Override
    public void uncaughtException(Thread thread, Throwable uncaught) {
        if (uncaught instanceof OutOfMemoryError) {
            try {
                errors.write(LINE);
            } catch (IOException unheard) {
                // Then nobody reads it.
            }
            end.accept(EXIT_CODE);
        } else if (otherwise != null) {
            otherwise.uncaughtException(thread, uncaught);
        } else {
            System.err.print("Exception in thread \"" + thread.getName() + "\" ");
            uncaught.printStackTrace();
        }
    }
}
