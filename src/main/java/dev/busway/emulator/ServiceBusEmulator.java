package dev.busway.emulator;

import dev.busway.emulator.amqp.AmqpServer;
import dev.busway.emulator.amqp.EngineLoop;
import dev.busway.emulator.amqp.WireSettings;
import dev.busway.emulator.queue.EngineSettings;
import dev.busway.emulator.queue.Queue;
import dev.busway.emulator.queue.QueueCounts;
import dev.busway.emulator.queue.QueueEngine;
import dev.busway.emulator.queue.QueueSettings;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A Service Bus inside this process, which unmodified Azure SDKs talk to. Nothing outlives {@link #close}.
 *
 * <p>May be used from any thread. Its threads are daemons: an emulator that was forgotten keeps no process alive.
 */
public final class ServiceBusEmulator implements AutoCloseable {

    private final EmulatorOptions options;
    private final Vertx vertx;
    private final LoopCalls calls;
    private final QueueEngine engine;
    private final AmqpServer server;
    private final EmulatorClock clock;
    private final History history;
    private final Faults faults;
    private final int port;
    private final AtomicBoolean closed = new AtomicBoolean();

    private ServiceBusEmulator(EmulatorOptions options) {
        this.options = options;
        this.vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setBlockedThreadCheckInterval(TimeUnit.HOURS.toMillis(1))
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        Context context = vertx.getOrCreateContext();
        EngineLoop loop = new EngineLoop(vertx, context, System::currentTimeMillis, !options.standingTime());
        this.calls = new LoopCalls(loop);
        this.clock = new EmulatorClock(loop, calls);
        this.history = new History(options.historyLimit());
        EngineSettings settings = new EngineSettings(
                options.createOnFirstUse(), options.newQueues(), EngineSettings.DEFAULT.maxMessageSize());
        this.engine = new QueueEngine(loop.time(), settings, history.listener());
        FaultGate gate = new FaultGate();
        this.server =
                new AmqpServer(loop, engine, new WireSettings(settings.maxMessageSize(), options.idleTimeouts()), gate);
        this.faults = new Faults(gate, calls, engine, server);
        this.port = listen(loop);
    }

    /** Starts an emulator with all defaults: on a free port of the loopback address, with real time. */
    public static ServiceBusEmulator start() {
        return start(EmulatorOptions.DEFAULT);
    }

    /**
     * Starts an emulator; it accepts connections when this returns.
     *
     * @throws IllegalStateException if the port is taken
     */
    public static ServiceBusEmulator start(EmulatorOptions options) {
        return new ServiceBusEmulator(options);
    }

    private int listen(EngineLoop loop) {
        CompletableFuture<Integer> listening = new CompletableFuture<>();
        loop.execute(() -> server.listen(options.host(), options.port()).onComplete(result -> {
            if (result.succeeded()) {
                listening.complete(result.result());
            } else {
                listening.completeExceptionally(new IllegalStateException(
                        "The emulator cannot listen on " + options.host() + ":" + options.port() + ": "
                                + result.cause().getMessage(),
                        result.cause()));
            }
        }));
        try {
            return LoopCalls.await(listening);
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    public int port() {
        return port;
    }

    /** What any Azure SDK takes; the key is of no meaning. */
    public String connectionString() {
        return "Endpoint=sb://" + options.host() + ":" + port
                + ";SharedAccessKeyName=RootManageSharedAccessKey;SharedAccessKey=emulator"
                + ";UseDevelopmentEmulator=true;";
    }

    /** Declares a queue with all defaults. */
    public void declareQueue(String name) {
        declareQueue(QueueSettings.of(name));
    }

    /**
     * Declares a queue; declaring it again with the same settings changes nothing.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public void declareQueue(QueueSettings settings) {
        calls.run(() -> engine.declareQueue(settings));
    }

    /** Declares a topic. */
    public void declareTopic(String name) {
        calls.run(() -> engine.declareTopic(name));
    }

    /** Declares a subscription that takes every message of its topic. */
    public void declareSubscription(String topic, QueueSettings settings) {
        calls.run(() -> engine.declareSubscription(topic, settings));
    }

    /** Declares everything that a {@code config.json} declares. */
    public void declare(EmulatorConfig config) {
        config.queues().forEach(this::declareQueue);
        config.topics().forEach((topic, subscriptions) -> {
            declareTopic(topic);
            subscriptions.forEach(each -> declareSubscription(topic, each));
        });
    }

    /** Deletes a queue, topic or subscription with its messages; false if there is none. */
    public boolean deleteQueue(String address) {
        return calls.call(() -> engine.delete(address));
    }

    /**
     * How many messages a queue, subscription or dead-letter queue holds.
     *
     * @throws IllegalArgumentException if there is no such queue
     */
    public QueueCounts counts(String queue) {
        return calls.call(() -> engine.findQueue(queue)
                .map(Queue::counts)
                .orElseThrow(() -> new IllegalArgumentException("There is no queue '" + queue + "'.")));
    }

    /** Names of all queues and subscriptions, without dead-letter queues. */
    public List<String> queues() {
        return calls.call(() -> engine.queues().stream().map(Queue::name).toList());
    }

    public EmulatorClock clock() {
        return clock;
    }

    public Faults faults() {
        return faults;
    }

    public History history() {
        return history;
    }

    /** Closes all connections and forgets all messages. May be called twice. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            calls.run(server::close);
            CompletableFuture<Void> done = new CompletableFuture<>();
            vertx.close().onComplete(result -> done.complete(null));
            LoopCalls.await(done);
        }
    }
}
