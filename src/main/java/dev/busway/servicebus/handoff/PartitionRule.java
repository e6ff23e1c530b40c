package dev.busway.servicebus.handoff;

import dev.busway.servicebus.connection.FailureKind;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * On a partitioned queue or topic all operations of one transaction have to carry one partition key, which a session id
 * counts as. Whether an entity is partitioned can be read only with the right to manage it, so the broker's first refusal
 * tells; from then on only items with one key go together.
 */
final class PartitionRule {

    private volatile boolean holds;

    boolean mayGoTogether(HandoffItem first, HandoffItem next) {
        if (!holds) {
            return true;
        }
        Set<String> keys = keys(first);
        return keys.size() == 1 && keys.equals(keys(next));
    }

    /** Takes note of an error; true when that says that the rule holds here, and this is news. */
    boolean learn(Throwable error) {
        boolean news = !holds && isBroken(error);
        holds |= news;
        return news;
    }

    private static Set<String> keys(HandoffItem item) {
        Set<String> keys = new HashSet<>();
        item.outputs().forEach(output -> keys.add(output.lane().key()));
        String session = item.input().message().getSessionId();
        String key = session == null ? item.input().message().getPartitionKey() : session;
        if (key != null) {
            keys.add(key);
        }
        return keys;
    }

    /** The condition is one that Service Bus uses for much else, so the text has to do. */
    static boolean isBroken(Throwable error) {
        return FailureKind.of(error) == FailureKind.REFUSED
                && FailureKind.describe(error).toLowerCase(Locale.ROOT).contains("partition");
    }

    static String describe(Throwable error) {
        return FailureKind.describe(error)
                + "; give input and outputs of this app one partition key, or set handoff=at-least-once for it";
    }
}
