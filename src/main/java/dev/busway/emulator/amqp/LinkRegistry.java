package dev.busway.emulator.amqp;

import dev.busway.emulator.amqp.message.Conditions;
import dev.busway.emulator.queue.Time;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.qpid.proton.amqp.Symbol;
import org.apache.qpid.proton.engine.Delivery;
import org.apache.qpid.proton.engine.EndpointState;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;
import org.apache.qpid.proton.engine.Session;

/**
 * The links of one connection: hands events to their handlers, and ends what is unused for as long as Service Bus
 * allows.
 */
final class LinkRegistry {

    private final AmqpConnection connection;
    private final AmqpServer server;
    private final Time time;
    private final LinkAttacher attacher;

    // Confined to the loop's thread.
    private final Set<AttachedLink> attached = new LinkedHashSet<>();
    private Time.Alarm unused;
    private Time.Alarm tokenDue;

    LinkRegistry(AmqpConnection connection, AmqpServer server) {
        this.connection = connection;
        this.server = server;
        this.time = server.loop().time();
        this.attacher = new LinkAttacher(connection, server);
    }

    void connected() {
        closeUnlessUsedWithin(WireSettings.CONNECTION_NEVER_USED.toMillis());
    }

    /** The client came without a key: it has to show a token soon. */
    void expectToken() {
        if (server.settings().idleTimeouts()) {
            tokenDue = time.at(
                    time.now() + WireSettings.FIRST_TOKEN.toMillis(),
                    () -> connection.fail(
                            Conditions.UNAUTHORIZED_ACCESS,
                            "No token was put on $cbs within " + WireSettings.FIRST_TOKEN.toSeconds() + " s."));
        }
    }

    void tokenShown() {
        if (tokenDue != null) {
            tokenDue.cancel();
            tokenDue = null;
        }
    }

    void attach(Link link) {
        AttachedLink added = new AttachedLink(link, Addresses.entityOf(Addresses.of(link)));
        link.setContext(added);
        attached.add(added);
        if (unused != null) {
            unused.cancel();
            unused = null;
        }
        touch(added);
        watch(added);
        Interference.Verdict verdict = server.interference().on(Interference.Step.ATTACH, added.entity);
        if (verdict instanceof Interference.Verdict.Refuse refuse) {
            attacher.refuse(link, refuse.condition(), refuse.description());
        } else if (verdict instanceof Interference.Verdict.Delay delay) {
            time.at(time.now() + delay.duration().toMillis(), () -> {
                if (attached.contains(added)) {
                    attacher.attach(added);
                }
            });
        } else if (verdict instanceof Interference.Verdict.LoseAnswer lose) {
            if (lose.thenCutConnection()) {
                connection.cut();
            }
        } else if (verdict instanceof Interference.Verdict.Cut) {
            connection.cut();
        } else if (verdict instanceof Interference.Verdict.Detach detach) {
            attacher.refuse(link, detach.condition(), detach.description());
        } else {
            attacher.attach(added);
        }
        connection.wake();
    }

    void delivery(Delivery delivery) {
        Link link = delivery.getLink();
        AttachedLink on = AttachedLink.last(link);
        boolean incoming = link instanceof Receiver;
        if (on == null || (incoming && link.getLocalState() == EndpointState.CLOSED)) {
            drop(delivery);
        } else if (incoming && link.getRemoteCredit() < 0) {
            drop(delivery);
            detach(
                    on,
                    Conditions.TRANSFER_LIMIT_EXCEEDED,
                    "The link '" + link.getName() + "' has sent more transfers than it had credit for.");
        } else if (on.handler == null) {
            drop(delivery);
        } else {
            // A settlement may cross the end of its link: it is answered all the same.
            touch(on);
            on.handler.onDelivery(delivery);
        }
    }

    /** Keeps nothing of what comes on a link that was refused or has ended. */
    private static void drop(Delivery delivery) {
        if (delivery.getLink() instanceof Receiver receiver && receiver.current() == delivery) {
            receiver.recv();
            if (!delivery.isPartial()) {
                receiver.advance();
            }
        }
        if (!delivery.isPartial()) {
            delivery.settle();
        }
    }

    void flow(Link link) {
        AttachedLink on = AttachedLink.of(link);
        if (on != null && on.handler != null) {
            touch(on);
            on.handler.onFlow();
        }
    }

    void remoteDetach(Link link) {
        AttachedLink on = AttachedLink.of(link);
        if (on != null) {
            remove(on);
        }
        link.close();
        link.free();
    }

    void sessionGone(Session session) {
        for (AttachedLink each : List.copyOf(attached)) {
            if (each.link.getSession() == session) {
                remove(each);
            }
        }
    }

    void gone() {
        for (AttachedLink each : List.copyOf(attached)) {
            remove(each);
        }
        attacher.gone();
        tokenShown();
        if (unused != null) {
            unused.cancel();
        }
    }

    int detach(Predicate<AttachedLink> which, Symbol condition, String description) {
        List<AttachedLink> ends = attached.stream().filter(which).toList();
        ends.forEach(each -> detach(each, condition, description));
        return ends.size();
    }

    /** Has links stay attached with nothing behind them any more. */
    int silence(Predicate<AttachedLink> which) {
        List<AttachedLink> ends = attached.stream()
                .filter(which)
                .filter(each -> each.handler != null)
                .toList();
        for (AttachedLink each : ends) {
            connection.noLongerWaits(each.handler);
            each.handler.onGone();
            each.handler = delivery -> {};
        }
        return ends.size();
    }

    void detach(AttachedLink link, Symbol condition, String description) {
        remove(link);
        link.link.open();
        link.link.setCondition(Conditions.error(condition, description));
        link.link.close();
        connection.wake();
    }

    private void remove(AttachedLink link) {
        if (!attached.remove(link)) {
            return;
        }
        link.stopAlarm();
        link.ended = true;
        if (link.handler != null) {
            connection.noLongerWaits(link.handler);
            link.handler.onGone();
        } else if (link.cancelAttach != null) {
            link.cancelAttach.run();
        }
        if (attached.isEmpty()) {
            closeUnlessUsedWithin(WireSettings.CONNECTION_WITHOUT_LINK.toMillis());
        }
    }

    void touch(AttachedLink link) {
        link.lastUsed = time.now();
    }

    private void watch(AttachedLink link) {
        if (server.settings().idleTimeouts()) {
            long limit = WireSettings.IDLE_LINK.toMillis();
            link.alarm = time.at(link.lastUsed + limit, () -> {
                if (time.now() - link.lastUsed >= limit) {
                    detach(
                            link,
                            Conditions.DETACH_FORCED,
                            "The link '" + link.link.getName()
                                    + "' is force detached. Details: Idle timeout: 00:10:00.");
                } else {
                    watch(link);
                }
            });
        }
    }

    private void closeUnlessUsedWithin(long millis) {
        if (server.settings().idleTimeouts()) {
            unused = time.at(
                    time.now() + millis,
                    () -> connection.fail(
                            Conditions.CONNECTION_FORCED,
                            "The connection was inactive for more than the allowed " + millis
                                    + " milliseconds and is closed."));
        }
    }
}
