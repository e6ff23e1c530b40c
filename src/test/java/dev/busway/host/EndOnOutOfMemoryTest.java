package dev.busway.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.servicebus.work.OutOfMemory;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EndOnOutOfMemoryTest {

    @TempDir
    private Path folder;

    private final AtomicInteger exitCode = new AtomicInteger();
    private final AtomicReference<Throwable> passedOn = new AtomicReference<>();

    @Test
    void theProcessEndsWithOneLineAfterAnErrorThatWasCaughtAndWrapped() throws Exception {
        OutOfMemoryError error = new OutOfMemoryError("Java heap space");

        onAThread(() -> OutOfMemory.check(new IllegalStateException(new RuntimeException(error))));

        assertThat(exitCode).hasValue(3);
        assertThat(folder.resolve("errors"))
                .hasContent("Out of memory: the process ends. Give it more memory, or lower <app>.concurrency.");
    }

    @Test
    void otherErrorsGoToWhoeverHandledThemBefore() throws Exception {
        AssertionError other = new AssertionError("no");

        onAThread(() -> {
            throw other;
        });

        assertThat(exitCode).hasValue(0);
        assertThat(passedOn).hasValue(other);
    }

    @Test
    void whatIsNotForLackOfMemoryIsLeftAlone() throws Exception {
        onAThread(() -> OutOfMemory.check(new StackOverflowError()));

        assertThat(exitCode).hasValue(0);
        assertThat(passedOn).hasValue(null);
    }

    private void onAThread(Runnable task) throws IOException, InterruptedException {
        try (FileOutputStream errors =
                new FileOutputStream(folder.resolve("errors").toFile())) {
            Thread thread = new Thread(task);
            thread.setUncaughtExceptionHandler(
                    new EndOnOutOfMemory((on, uncaught) -> passedOn.set(uncaught), errors, exitCode::set));
            thread.start();
            thread.join();
        }
    }
}
