package dev.busway.servicebus.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class SizingTest {

    private static final double IDLE = 0.1;
    private static final double BUSY = 0.8;
    private static final double FULL = 1;

    private final Sizing sizing = new Sizing(3, 512, TimeUnit.MILLISECONDS.toNanos(2));

    private static Sizing.Seen seen(int size, int waiting, double heldMillis, double computedMillis, double load) {
        return new Sizing.Seen(
                size, waiting, (long) (heldMillis * 1e6), (long) (computedMillis * 1e6), load, size / 2.0);
    }

    @Test
    void doubles_while_processors_are_free_and_tasks_wait_for_a_thread() {
        assertThat(sizing.next(seen(3, 500, 100, 0.1, IDLE))).isEqualTo(6);
        assertThat(sizing.next(seen(384, 500, 100, 0.1, IDLE))).isEqualTo(512);
    }

    @Test
    void takes_no_more_threads_than_there_are_tasks() {
        assertThat(sizing.next(seen(64, 2, 100, 0.1, IDLE))).isEqualTo(66);
    }

    @Test
    void leaves_tasks_alone_that_end_at_once() {
        assertThat(sizing.next(seen(3, 500, 1, 0.1, IDLE))).isEqualTo(3);
    }

    @Test
    void gives_threads_to_tasks_that_block_also_while_others_take_the_processors() {
        assertThat(sizing.next(seen(3, 500, 100, 0.1, FULL))).isEqualTo(6);
    }

    @Test
    void gives_none_to_tasks_that_only_compute_once_the_processors_are_taken() {
        assertThat(sizing.next(seen(3, 500, 4, 2, FULL))).isEqualTo(3);
        assertThat(sizing.next(seen(3, 500, 4, 2, BUSY))).isEqualTo(3);
    }

    @Test
    void takes_threads_back_that_only_compete_for_the_processors() {
        assertThat(sizing.next(seen(512, 500, 28, 0.05, FULL))).isEqualTo(256);
        assertThat(sizing.next(seen(5, 500, 0.3, 0.05, FULL))).isEqualTo(3);
    }

    @Test
    void keeps_threads_that_block_also_when_the_processors_are_taken() {
        assertThat(sizing.next(seen(512, 0, 100, 0.1, FULL))).isEqualTo(512);
    }
}
