package dev.busway.ops;

import dev.busway.deadletter.StopSignal;
import dev.busway.deadletter.WorkProgress;
import dev.busway.deadletter.WorkResult;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Work on dead-letter queues that outlives the request that began it: at most one on a queue and {@value #AT_ONCE} at all, and the
 * last {@value #REMEMBERED} are remembered.
 */
final class DeadLetterJobs implements AutoCloseable {

    static final int AT_ONCE = 4;
    static final int REMEMBERED = 50;
    private static final int STOP_SECONDS = 20;
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterJobs.class);

    /** One piece of work; the result and the failure are null until it has ended. */
    static final class Job {
        private final int id;
        private final String verb;
        private final String queue;
        private final Instant startedAt = Instant.now();
        private final WorkProgress progress = new WorkProgress();
        private final StopSignal stop = new StopSignal();
        private volatile WorkResult result;
        private volatile String failure;

        private Job(int id, String verb, String queue) {
            this.id = id;
            this.verb = verb;
            this.queue = queue;
        }

        boolean isRunning() {
            return result == null && failure == null;
        }

        void stop() {
            stop.give();
        }

        Map<String, Object> json() {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("id", id);
            json.put("verb", verb);
            json.put("queue", queue);
            json.put("startedAt", startedAt.toString());
            json.put("running", isRunning());
            json.put("chosen", progress.chosen());
            json.put("done", progress.done());
            json.put("failed", progress.failed());
            WorkResult end = result;
            json.put("end", end == null ? null : end.end().name());
            json.put("left", end == null ? null : end.left());
            json.put("failures", end == null ? List.of() : end.failures());
            json.put("failure", failure);
            return json;
        }
    }

    private final ExecutorService workers =
            new ThreadPoolExecutor(0, AT_ONCE, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                Thread thread = new Thread(task, "busway-dead-letter");
                thread.setDaemon(true);
                return thread;
            });

    // Guarded by this.
    private final Map<Integer, Job> jobs = new LinkedHashMap<>();
    private int lastId;

    synchronized Job start(String verb, String queue, BiFunction<WorkProgress, StopSignal, WorkResult> work) {
        List<Job> running = jobs.values().stream().filter(Job::isRunning).toList();
        if (running.stream().anyMatch(job -> job.queue.equals(queue))) {
            throw new Refusal(409, "somebody is working the dead letters of this queue; wait for it or stop it");
        }
        if (running.size() >= AT_ONCE) {
            throw new Refusal(409, "there is work on " + AT_ONCE + " dead-letter queues already; wait for one to end");
        }
        Job job = new Job(++lastId, verb, queue);
        jobs.put(job.id, job);
        forgetOldest();
        workers.execute(() -> run(job, work));
        return job;
    }

    synchronized List<Map<String, Object>> list() {
        List<Map<String, Object>> newestFirst = new ArrayList<>();
        jobs.values().forEach(job -> newestFirst.add(0, job.json()));
        return newestFirst;
    }

    synchronized Optional<Job> find(int id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** Asks all work to stop and waits for it a little; what is cut off after that is whole or not at all. */
    @Override
    public void close() {
        synchronized (this) {
            jobs.values().forEach(Job::stop);
        }
        workers.shutdown();
        try {
            if (!workers.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                workers.shutdownNow();
            }
        } catch (InterruptedException hurried) {
            workers.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static void run(Job job, BiFunction<WorkProgress, StopSignal, WorkResult> work) {
        try {
            WorkResult result = work.apply(job.progress, job.stop);
            job.result = result;
            LOG.atInfo()
                    .addKeyValue("queue", job.queue)
                    .log(
                            "Dead-letter {} ended: {} of {} done, {} failed, {} left, {}",
                            job.verb,
                            result.done(),
                            result.chosen(),
                            result.failed(),
                            result.left(),
                            result.end());
        } catch (RuntimeException failure) {
            job.failure = String.valueOf(failure.getMessage());
            LOG.atWarn()
                    .addKeyValue("queue", job.queue)
                    .log("Dead-letter {} failed: {}", job.verb, failure.getMessage());
        }
    }

    private void forgetOldest() {
        var oldest = jobs.values().iterator();
        while (jobs.size() > REMEMBERED && oldest.hasNext()) {
            if (!oldest.next().isRunning()) {
                oldest.remove();
            }
        }
    }
}
