package dev.busway.emulator.queue;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;

/** The answer to a request: what it gave, or why it was refused; a bug throws instead. */
public sealed interface Result<T> {

    /** It was done; the value is null where there is nothing more to say. */
    record Done<T>(T value) implements Result<T> {}

    /** It was not done, and nothing has changed. */
    record Refused<T>(Refusal refusal) implements Result<T> {
        public Refused {
            Objects.requireNonNull(refusal, "refusal");
        }
    }

    static <T> Result<T> done(T value) {
        return new Done<>(value);
    }

    static Result<Void> done() {
        return new Done<>(null);
    }

    static <T> Result<T> refused(Refusal refusal) {
        return new Refused<>(refusal);
    }

    /** Answers with one of the two. */
    default <R> R match(Function<? super T, ? extends R> done, Function<? super Refusal, ? extends R> refused) {
        return this instanceof Done<T> d ? done.apply(d.value()) : refused.apply(((Refused<T>) this).refusal());
    }

    /** Runs one of the two. */
    default void handle(Consumer<? super T> done, Consumer<? super Refusal> refused) {
        if (this instanceof Done<T> d) {
            done.accept(d.value());
        } else {
            refused.accept(((Refused<T>) this).refusal());
        }
    }

    /** The same answer with what it gave changed. */
    default <R> Result<R> map(Function<? super T, ? extends R> change) {
        return match(value -> done(change.apply(value)), Result::refused);
    }

    default boolean isDone() {
        return this instanceof Done;
    }

    /** What it gave; throws IllegalStateException if it was refused. */
    default T value() {
        return match(value -> value, refusal -> {
            throw new IllegalStateException("Refused: " + refusal.description());
        });
    }

    /** The reason; null if it was done. */
    default Refusal refusal() {
        return match(value -> null, refusal -> refusal);
    }
}
