package dev.busway.servicebus.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How many threads there are for beans that compute, and for beans that wait. */
class WorkerPoolTest {

    private static final Duration NEVER = Duration.ofHours(1);
    private static final Duration SOON = Duration.ofMillis(20);

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final Processors idle = new Processors(2, () -> 0);
    private WorkerPool pool;

    @AfterEach
    void stop() {
        pool.close();
        timer.shutdownNow();
    }

    @Test
    void tasks_that_all_wait_for_each_other_all_get_a_thread() throws InterruptedException {
        pool = new WorkerPool("worker-", 2, 64, new WorkerPool.Pace(SOON, Duration.ZERO, NEVER, NEVER), idle, timer);
        CountDownLatch started = new CountDownLatch(64);

        start(64, started);

        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void there_are_never_more_threads_than_the_bound() throws InterruptedException {
        pool = new WorkerPool("worker-", 2, 8, new WorkerPool.Pace(SOON, Duration.ZERO, NEVER, NEVER), idle, timer);
        CountDownLatch eight = new CountDownLatch(8);
        CountDownLatch nine = new CountDownLatch(9);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 20; i++) {
            pool.execute(() -> {
                eight.countDown();
                nine.countDown();
                hold(end);
            });
        }

        assertThat(eight.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(nine.await(200, TimeUnit.MILLISECONDS)).isFalse();
        assertThat(pool.size()).isEqualTo(8);
        end.countDown();
    }

    @Test
    void tasks_that_end_soon_need_few_threads_however_many_wait() throws InterruptedException {
        pool = new WorkerPool(
                "worker-", 2, 64, new WorkerPool.Pace(Duration.ofMillis(1), NEVER, NEVER, NEVER), idle, timer);
        CountDownLatch ended = new CountDownLatch(10_000);

        for (int i = 0; i < 10_000; i++) {
            pool.execute(ended::countDown);
        }

        assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        assertThat(pool.size()).isLessThanOrEqualTo(2);
    }

    @Test
    void threads_that_are_not_needed_any_more_end() throws InterruptedException {
        pool = new WorkerPool("worker-", 2, 64, new WorkerPool.Pace(SOON, Duration.ZERO, SOON, SOON), idle, timer);
        CountDownLatch started = new CountDownLatch(16);
        start(16, started);
        assertThat(started.await(30, TimeUnit.SECONDS)).isTrue();

        awaitSize(0);
    }

    @Test
    void a_smaller_bound_holds_for_the_tasks_to_come() throws InterruptedException {
        pool = new WorkerPool("worker-", 1, 16, new WorkerPool.Pace(SOON, Duration.ZERO, NEVER, NEVER), idle, timer);
        CountDownLatch before = new CountDownLatch(16);
        start(16, before);
        assertThat(before.await(30, TimeUnit.SECONDS)).isTrue();

        pool.resize(1);
        awaitSize(1);
        CountDownLatch second = new CountDownLatch(2);
        CountDownLatch end = new CountDownLatch(1);
        for (int i = 0; i < 2; i++) {
            pool.execute(() -> {
                second.countDown();
                hold(end);
            });
        }

        assertThat(second.await(200, TimeUnit.MILLISECONDS)).isFalse();
        end.countDown();
        assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
    }

    /** A thread that is told to end while it waits may still take one task first. */
    private void awaitSize(int most) {
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(pool.size()).isLessThanOrEqualTo(most));
    }

    /** Gives the pool tasks of which none ends before all have started. */
    private void start(int tasks, CountDownLatch started) {
        for (int i = 0; i < tasks; i++) {
            pool.execute(() -> {
                started.countDown();
                hold(started);
            });
        }
    }

    private static void hold(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
