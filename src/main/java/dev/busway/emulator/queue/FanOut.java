package dev.busway.emulator.queue;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How messages come into a topic: held until their time, then handed to every subscription. */
final class FanOut implements Inlet {

    private final String topic;
    private final Surroundings surroundings;
    private final Map<String, Queue> subscriptions = new LinkedHashMap<>();
    private final Messages messages;
    private final Schedule schedule;
    private final QueueTimer timer;
    private EntityStatus status = EntityStatus.ACTIVE;
    private long maxSizeInBytes = Long.MAX_VALUE;
    private boolean deleted;

    FanOut(String topic, Surroundings surroundings) {
        this.topic = topic;
        this.surroundings = surroundings;
        this.messages = new Messages(surroundings.memory());
        this.schedule = new Schedule(topic, messages, surroundings.journal());
        this.timer = new QueueTimer(surroundings.time(), this::runDue);
    }

    void add(String name, Queue subscription) {
        subscriptions.put(name.toLowerCase(Locale.ROOT), subscription);
    }

    /** The subscription with this name, ignoring case; null if there is none. */
    Queue find(String name) {
        return subscriptions.get(name.toLowerCase(Locale.ROOT));
    }

    boolean remove(String name) {
        Queue removed = subscriptions.remove(name.toLowerCase(Locale.ROOT));
        if (removed != null) {
            removed.close();
        }
        return removed != null;
    }

    Collection<Queue> subscriptions() {
        return Collections.unmodifiableCollection(subscriptions.values());
    }

    EntityStatus status() {
        return status;
    }

    void setStatus(EntityStatus newStatus) {
        status = newStatus;
    }

    void setMaxSizeInBytes(long bytes) {
        maxSizeInBytes = bytes;
    }

    Schedule schedule() {
        return schedule;
    }

    @Override
    public Refusal check(List<NewMessage> newMessages) {
        if (deleted) {
            return new Refusal.EntityNotFound(topic);
        }
        if (!status.allowsSending()) {
            return new Refusal.EntityDisabled(topic, status);
        }
        long size = bytes();
        for (NewMessage message : newMessages) {
            if (message.content().size() > surroundings.maxMessageSize()) {
                return new Refusal.MessageTooLarge(message.content().size(), surroundings.maxMessageSize());
            }
            size += message.content().size();
        }
        if (!surroundings.memory().hasRoomFor(MemoryBudget.of(newMessages) * Math.max(1, subscriptions.size()))) {
            return new Refusal.MemoryFull(topic, surroundings.memory().limit());
        }
        if (size > maxSizeInBytes) {
            return new Refusal.QuotaExceeded(topic, maxSizeInBytes);
        }
        for (Queue subscription : subscriptions.values()) {
            Refusal refusal = subscription.arrivals().checkRoom(newMessages);
            if (refusal != null) {
                return refusal;
            }
        }
        return null;
    }

    private long bytes() {
        long bytes = messages.bytes();
        for (Queue subscription : subscriptions.values()) {
            bytes += subscription.bytes();
        }
        return bytes;
    }

    /** Topics are not partitioned here. */
    @Override
    public Refusal checkPartition(List<NewMessage> newMessages, Transaction transaction) {
        return null;
    }

    @Override
    public long nextSequenceNumber() {
        return messages.nextSequenceNumber();
    }

    @Override
    public void accept(NewMessage message, long sequenceNumber, long transactionId) {
        long now = surroundings.time().now();
        if (message.scheduledEnqueueTime() > now) {
            schedule.hold(message, sequenceNumber, now, transactionId);
            timer.wakeAt(message.scheduledEnqueueTime());
        } else {
            handOut(message, transactionId);
        }
    }

    @Override
    public void pump() {
        new ArrayList<>(subscriptions.values())
                .forEach(subscription -> subscription.arrivals().pump());
    }

    void delete() {
        deleted = true;
        timer.cancel();
        subscriptions.values().forEach(Queue::close);
        subscriptions.clear();
    }

    private void handOut(NewMessage message, long transactionId) {
        for (Queue subscription : subscriptions.values()) {
            Arrivals arrivals = subscription.arrivals();
            arrivals.accept(message, arrivals.nextSequenceNumber(), transactionId);
        }
    }

    private void runDue() {
        long now = surroundings.time().now();
        for (Message due = schedule.pollDue(now); due != null; due = schedule.pollDue(now)) {
            handOut(due.sent(), Journal.NO_TRANSACTION);
        }
        pump();
        timer.wakeAt(schedule.next());
    }
}
