package dev.busway.deadletter;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A dead-letter queue at a glance.
 *
 * @param queue the queue whose dead letters they are
 * @param total how many fit the filter, of those that were looked at
 * @param complete false when there were more dead letters than were looked at
 * @param groups by reason and description, the largest first; past {@value #MAX_GROUPS} only the total counts on
 * @param letters the first of those that fit, oldest first
 */
public record DeadLetterListing(
        String queue, long total, boolean complete, List<DeadLetterGroup> groups, List<DeadLetter> letters) {

    /** Distinct groups that are told apart; a description that names a line and a column can differ every time. */
    public static final int MAX_GROUPS = 1_000;

    public DeadLetterListing {
        groups = List.copyOf(groups);
        letters = List.copyOf(letters);
    }

    /** Collects a listing from letters as they are read, in memory bounded by the groups and letters that it keeps. */
    static final class Builder {
        private record Key(String reason, String description) {}

        private final DeadLetterFilter filter;
        private final int keep;
        private final Instant now;
        private final Map<Key, DeadLetterGroup> groups = new LinkedHashMap<>();
        private final List<DeadLetter> letters = new ArrayList<>();
        private long total;

        Builder(DeadLetterFilter filter, int keep, Instant now) {
            this.filter = filter;
            this.keep = keep;
            this.now = now;
        }

        void add(DeadLetter letter) {
            if (!filter.matches(letter, now)) {
                return;
            }
            total++;
            if (letters.size() < keep) {
                letters.add(letter);
            }
            Key key = new Key(letter.reason(), letter.description());
            DeadLetterGroup group = groups.get(key);
            if (group != null) {
                groups.put(key, group.with(letter));
            } else if (groups.size() < MAX_GROUPS) {
                groups.put(key, DeadLetterGroup.of(letter));
            }
        }

        DeadLetterListing build(String queue, boolean complete) {
            List<DeadLetterGroup> largestFirst = groups.values().stream()
                    .sorted(Comparator.comparingLong(DeadLetterGroup::count).reversed())
                    .toList();
            return new DeadLetterListing(queue, total, complete, largestFirst, letters);
        }
    }
}
