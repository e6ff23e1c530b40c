package dev.busway.emulator.queue;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * The locks of one queue by token.
 *
 * <p>All plain locks last equally long, so the order in which they were taken or renewed is the order in which they
 * end: the next one to end is the first. Locks of messages in a held session end with the session.
 */
final class LockTable {

    private final LinkedHashMap<UUID, Stored> plain = new LinkedHashMap<>();
    private final Map<UUID, Stored> inSessions = new HashMap<>();

    /** Who is locked by this token; null if nobody. */
    Stored find(UUID token) {
        Stored found = plain.get(token);
        return found == null ? inSessions.get(token) : found;
    }

    void lock(Stored stored, UUID token, long until) {
        stored.lock(token, until);
        if (stored.session() == null) {
            plain.put(token, stored);
        } else {
            inSessions.put(token, stored);
            stored.session().held().add(stored);
        }
    }

    void renew(Stored stored, long until) {
        plain.remove(stored.lockToken());
        stored.extend(until);
        plain.put(stored.lockToken(), stored);
    }

    void unlock(Stored stored) {
        if (stored.session() == null) {
            plain.remove(stored.lockToken());
        } else {
            inSessions.remove(stored.lockToken());
            stored.session().held().remove(stored);
        }
        stored.unlock();
    }

    /** When the next plain lock ends; {@link Long#MAX_VALUE} if there is none. */
    long nextExpiry() {
        return plain.isEmpty() ? Long.MAX_VALUE : first().lockedUntil();
    }

    /** A message whose plain lock has ended, still under that lock; null if there is none. */
    Stored firstExpired(long now) {
        return nextExpiry() <= now ? first() : null;
    }

    /** So many plain locks, those that end first. */
    List<Stored> first(int most) {
        return plain.values().stream().limit(most).toList();
    }

    int size() {
        return plain.size() + inSessions.size();
    }

    private Stored first() {
        return plain.values().iterator().next();
    }
}
