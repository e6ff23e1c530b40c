package dev.busway.emulator;

import dev.busway.emulator.amqp.EngineLoop;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** Lets other threads call what belongs to the emulator's loop, and wait for the answer. */
final class LoopCalls {

    private static final long PATIENCE_SECONDS = 30;

    private final EngineLoop loop;

    LoopCalls(EngineLoop loop) {
        this.loop = loop;
    }

    void run(Runnable task) {
        call(() -> {
            task.run();
            return null;
        });
    }

    <T> T call(Supplier<T> task) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                answer.complete(task.get());
            } catch (RuntimeException e) {
                answer.completeExceptionally(e);
            }
        });
        return await(answer);
    }

    static <T> T await(CompletableFuture<T> answer) {
        try {
            return answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException(
                    "The emulator did not answer within " + PATIENCE_SECONDS + " s; is it closed?", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for the emulator.", e);
        }
    }
}
