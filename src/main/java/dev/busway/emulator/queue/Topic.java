package dev.busway.emulator.queue;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** Hands each message to all of its subscriptions; what is scheduled waits here and is handed out at its time. */
public final class Topic implements Entity {

    private final String name;
    private final FanOut fanOut;

    Topic(String name, Surroundings surroundings) {
        this.name = name;
        this.fanOut = new FanOut(name, surroundings);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String topLevel() {
        return name;
    }

    @Override
    public Result<Void> send(List<NewMessage> messages, Transaction transaction) {
        return Sending.send(fanOut, messages, transaction);
    }

    @Override
    public Result<List<Long>> schedule(List<NewMessage> messages, Transaction transaction) {
        return Sending.schedule(fanOut, messages, transaction);
    }

    @Override
    public Result<Void> cancelScheduled(List<Long> sequenceNumbers) {
        return fanOut.schedule().cancel(sequenceNumbers);
    }

    /** In the order of their declaration. */
    public Collection<Queue> subscriptions() {
        return fanOut.subscriptions();
    }

    @Override
    public EntityStatus status() {
        return fanOut.status();
    }

    /** A topic has nothing to receive: of its receiving side only its subscriptions know. */
    @Override
    public void setStatus(EntityStatus status) {
        fanOut.setStatus(Objects.requireNonNull(status, "status"));
    }

    @Override
    public void setMaxSizeInBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("maxSizeInBytes must be at least 1: " + bytes);
        }
        fanOut.setMaxSizeInBytes(bytes);
    }

    FanOut fanOut() {
        return fanOut;
    }
}
