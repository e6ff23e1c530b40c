package dev.busway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class PaceTest {

    private final AtomicLong now = new AtomicLong(5);

    @Test
    void turnsAreSpacedEvenly() {
        Pace pace = new Pace(10, now::get);
        assertThat(pace.nanosToTurn()).isZero();
        pace.take();
        assertThat(pace.nanosToTurn()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
        now.addAndGet(TimeUnit.MILLISECONDS.toNanos(100));
        assertThat(pace.nanosToTurn()).isZero();
    }

    @Test
    void timeThatNobodyUsedIsNotSavedUp() {
        Pace pace = new Pace(10, now::get);
        now.addAndGet(TimeUnit.SECONDS.toNanos(10));
        pace.take();
        assertThat(pace.nanosToTurn()).isEqualTo(TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void withoutALimitItIsAlwaysOnesTurn() {
        Pace pace = new Pace(0, now::get);
        pace.take();
        assertThat(pace.nanosToTurn()).isZero();
    }

    @Test
    void ratesOutsideTheRangeAreRefused() {
        assertThatThrownBy(() -> new Pace(0.05, now::get)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Pace(Double.NaN, now::get)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new PurgeOptions(false, 0, 0, false)).hasMessageContaining("confirmed");
    }
}
