package dev.busway.emulator.amqp;

import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import org.apache.qpid.proton.engine.Session;

/**
 * Where the answers of one connection's request nodes go.
 *
 * <p>The address in {@code reply-to} does not name a link by itself: one SDK uses the same address for several nodes,
 * another gives the name of its link instead. So a link belongs to its node, and among those the one wins whose address
 * or name is asked for, then the one on the request's own AMQP session.
 */
final class ResponseLinks {

    private final Set<ResponseLink> links = new LinkedHashSet<>();

    void add(ResponseLink link) {
        links.add(link);
    }

    void remove(ResponseLink link) {
        links.remove(link);
    }

    Optional<ResponseLink> find(String node, String replyTo, Session session) {
        ResponseLink best = null;
        int bestScore = -1;
        for (ResponseLink each : links) {
            int score = each.isOf(node) ? (each.answersTo(replyTo) ? 2 : 0) + (each.isOn(session) ? 1 : 0) : -1;
            if (score > bestScore) {
                best = each;
                bestScore = score;
            }
        }
        return Optional.ofNullable(best);
    }
}
