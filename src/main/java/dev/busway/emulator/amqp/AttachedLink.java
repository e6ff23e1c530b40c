package dev.busway.emulator.amqp;

import dev.busway.emulator.queue.Time;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.engine.Link;

/** A link that a client has asked for, from its attach to its end. */
final class AttachedLink {

    final Link link;
    /** The entity it is about; empty for the token node and the coordinator. */
    final String entity;

    /** {@code null} until the attach is answered. */
    LinkHandler handler;

    /** Withdraws an attach that waits for its answer; {@code null} when nothing has to be withdrawn. */
    Runnable cancelAttach;

    /** Whether its end has been told to the client, which may not have heard of it yet. */
    boolean ended;

    long lastUsed;
    Time.Alarm alarm;

    AttachedLink(Link link, String entity) {
        this.link = link;
        this.entity = entity;
    }

    boolean isControlLink() {
        return link.getRemoteTarget() instanceof Coordinator;
    }

    /** Whether it is about an entity, by itself or by its management node. */
    boolean isAbout(String address) {
        return entity.equalsIgnoreCase(address);
    }

    /** Whether it is about an entity or about a subscription, sub-queue or management node of it. */
    boolean isWithin(String address) {
        return isAbout(address) || startsWith(address + "/$") || startsWith(address + "/Subscriptions/");
    }

    private boolean startsWith(String start) {
        return entity.regionMatches(true, 0, start, 0, start.length());
    }

    /** Whether the messages of an entity travel on it. */
    boolean isTo(String address) {
        return isAbout(address) && !Addresses.isManagement(Addresses.of(link));
    }

    /** The attached link behind a link of the protocol engine; {@code null} once it has ended. */
    static AttachedLink of(Link link) {
        AttachedLink attached = last(link);
        return attached == null || attached.ended ? null : attached;
    }

    /** As {@link #of}, but also when it has ended. */
    static AttachedLink last(Link link) {
        return (AttachedLink) link.getContext();
    }

    void stopAlarm() {
        if (alarm != null) {
            alarm.cancel();
            alarm = null;
        }
    }
}
