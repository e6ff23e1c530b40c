package dev.busway.emulator;

import dev.busway.emulator.amqp.AmqpServer;
import dev.busway.emulator.amqp.EngineLoop;
import dev.busway.emulator.amqp.WireSettings;
import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.queue.EngineSettings;
import dev.busway.emulator.queue.Entity;
import dev.busway.emulator.queue.EntityStatus;
import dev.busway.emulator.queue.Queue;
import dev.busway.emulator.queue.QueueCounts;
import dev.busway.emulator.queue.QueueEngine;
import dev.busway.emulator.queue.QueueSettings;
import dev.busway.emulator.queue.Refusal;
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
                options.createOnFirstUse(),
                options.newQueues(),
                options.maxMessageSize(),
                options.rules(),
                options.memoryInBytes());
        this.engine = new QueueEngine(loop.time(), settings, history.listener());
        FaultGate gate = new FaultGate();
        WireSettings wire = new WireSettings(options.maxMessageSize(), options.idleTimeouts(), options.rules());
        this.server = new AmqpServer(loop, engine, wire, gate);
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

    /**
     * Deletes a queue, topic or subscription with its messages, and detaches all links to it with
     * {@code amqp:not-found}; false if there is none. It stays away until it is declared again, also where queues are
     * created on first use.
     */
    public boolean deleteQueue(String address) {
        return calls.call(() -> {
            boolean found = engine.delete(address);
            if (found) {
                Refusal gone = new Refusal.EntityNotFound(address);
                server.connections().forEach(each -> each.detachAll(address, Conditions.of(gone), gone.description()));
            }
            return found;
        });
    }

    /**
     * Switches a queue, topic or subscription on or off, as an administrator of Service Bus does. Links that are no
     * longer allowed are detached with {@code com.microsoft:entity-disabled}, and so is what asks for new ones; messages
     * stay, and locks go on until they end.
     *
     * @throws IllegalArgumentException if there is no such entity, or if it is a dead-letter queue
     */
    public void setStatus(String address, EntityStatus status) {
        calls.run(() -> {
            Entity entity = entity(address);
            entity.setStatus(status);
            if (!status.allowsSending()) {
                Refusal disabled = new Refusal.EntityDisabled(entity.name(), status);
                server.connections()
                        .forEach(each -> each.detachSenders(address, Conditions.of(disabled), disabled.description()));
            }
        });
    }

    /**
     * Changes what the messages of a queue, topic or subscription may take together. What is sent beyond is refused with
     * {@code amqp:resource-limit-exceeded}; what is there stays.
     *
     * @param bytes at least 1
     * @throws IllegalArgumentException if there is no such entity, or if it is a dead-letter queue
     */
    public void setMaxSizeInBytes(String address, long bytes) {
        calls.run(() -> entity(address).setMaxSizeInBytes(bytes));
    }

    private Entity entity(String address) {
        return engine.find(address)
                .orElseThrow(() -> new IllegalArgumentException("There is no entity '" + address + "'."));
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
