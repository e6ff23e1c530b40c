package dev.busway.bench;

import dev.busway.emulator.amqp.AmqpServer;
import dev.busway.emulator.amqp.EngineLoop;
import dev.busway.emulator.amqp.Interference;
import dev.busway.emulator.amqp.WireSettings;
import dev.busway.emulator.queue.EngineSettings;
import dev.busway.emulator.queue.MessageEvent;
import dev.busway.emulator.queue.Queue;
import dev.busway.emulator.queue.QueueEngine;
import dev.busway.emulator.queue.QueueSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * The emulator's engine and wire without its history, and with what only a benchmark needs: queues that are filled
 * from inside, a load at a given rate, and the time from one queue to the next. Is told what to do line by line on
 * standard input (see {@link EmulatorProcess}) and ends with it.
 */
public final class EmulatorServer {

    private static final int SLICE = 1_000;

    /** Queues that hold a million messages. */
    private static final EngineSettings SETTINGS = new EngineSettings(
            true, QueueSettings.of("template").withMaxSizeInBytes(64L << 30), EngineSettings.DEFAULT.maxMessageSize());

    private final EngineLoop loop;
    private final QueueEngine engine;
    private final AmqpServer server;
    private final LatencyRecorder latencies = new LatencyRecorder();
    private final Load load;

    private volatile Duration latency = Duration.ZERO;

    private EmulatorServer(Vertx vertx) {
        Context context = vertx.getOrCreateContext();
        loop = new EngineLoop(vertx, context, System::currentTimeMillis, true);
        engine = new QueueEngine(loop.time(), SETTINGS, this::listen);
        server = new AmqpServer(loop, engine, WireSettings.DEFAULT, new Interference() {
            @Override
            public Verdict on(Step step, String entity) {
                return Verdict.PASS;
            }

            @Override
            public Duration outboundLatency() {
                return latency;
            }
        });
        load = new Load(vertx, context);
    }

    public static void main(String[] args) throws IOException {
        EmulatorServer emulator = new EmulatorServer(Vertx.vertx());
        int port = emulator.onLoop(() -> emulator.server.listen("127.0.0.1", 0))
                .toCompletionStage()
                .toCompletableFuture()
                .join();
        System.err.println(ChildJvm.ANSWER + "Endpoint=sb://127.0.0.1:" + port
                + ";SharedAccessKeyName=any;SharedAccessKey=any;UseDevelopmentEmulator=true");
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            System.err.println(ChildJvm.ANSWER + emulator.answer(line.split(" ", -1)));
        }
        System.exit(0);
    }

    private Object answer(String[] words) {
        return switch (words[0]) {
            case "latency" -> setLatency(Long.parseLong(words[1]));
            case "fill" -> fill(words[1], Long.parseLong(words[2]), Integer.parseInt(words[3]));
            case "count" -> onLoop(() -> queue(words[1]).counts().active());
            case "locked" -> onLoop(() -> queue(words[1]).counts().locked());
            case "dead-lettered" -> onLoop(() -> queue(words[1]).counts().deadLettered());
            case "clear" -> onLoop(() -> queue(words[1]).delete(Integer.MAX_VALUE, Long.MAX_VALUE, null));
            case "load" ->
                onLoop(() -> load.start(
                        queue(words[1]),
                        Double.parseDouble(words[2]),
                        Long.parseLong(words[3]),
                        Integer.parseInt(words[4])));
            case "watch" -> onLoop(() -> latencies.watch(words[1], words[2]));
            case "latencies" -> onLoop(latencies::report);
            default -> throw new IllegalArgumentException(words[0]);
        };
    }

    private long setLatency(long millis) {
        latency = Duration.ofMillis(millis);
        return millis;
    }

    private void listen(MessageEvent event) {
        if (event.kind() == MessageEvent.Kind.ENQUEUED) {
            latencies.enqueued(event.entity(), event.messageId());
        }
    }

    /** Encodes on this thread and enqueues in slices, so that clients are served meanwhile. */
    private long fill(String name, long wanted, int bytes) {
        long missing = wanted - onLoop(() -> queue(name).counts().active());
        for (long done = 0; done < missing; done += SLICE) {
            var slice = load.messages((int) Math.min(SLICE, missing - done), bytes);
            onLoop(() -> queue(name).send(slice, null).isDone());
        }
        return missing;
    }

    private Queue queue(String name) {
        return engine.findQueue(name).orElseThrow();
    }

    private <T> T onLoop(Supplier<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(task.get());
            } catch (RuntimeException e) {
                result.completeExceptionally(e);
            }
        });
        return result.join();
    }
}
