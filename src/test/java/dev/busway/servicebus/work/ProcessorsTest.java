package dev.busway.servicebus.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ProcessorsTest {

    @Test
    void counts_the_workers_of_all_pools_for_each_processor() {
        Processors processors = new Processors(2, () -> 0.5);
        processors.workers(5);
        processors.workers(-2);

        assertThat(processors.workersForEach()).isEqualTo(1.5);
        assertThat(processors.load()).isEqualTo(0.5);
    }

    @Test
    void takes_processors_whose_load_is_not_known_for_free() {
        assertThat(new Processors(2, () -> -1).load()).isZero();
        assertThat(new Processors(2, () -> Double.NaN).load()).isZero();
    }

    @Test
    void knows_the_load_of_this_machine() {
        assertThat(Processors.SHARED.load()).isBetween(0.0, 1.0);
    }
}
