package dev.busway.emulator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.emulator.queue.MessageEvent.Kind;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever is done to a queue, in whatever order: no message is lost and none is doubled. */
final class ConservationTest {

    private static final Set<Kind> ENDS =
            EnumSet.of(Kind.COMPLETED, Kind.DEAD_LETTERED, Kind.EXPIRED, Kind.CANCELLED, Kind.RECEIVED_AND_DELETED);

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 12);
    }

    @Test
    void theWorkMeetsEverythingThatCanHappen() {
        Set<Kind> met = EnumSet.noneOf(Kind.class);
        Map<Kind, Integer> inTransactions = new EnumMap<>(Kind.class);
        for (long seed = 1; seed <= 5; seed++) {
            for (boolean sessions : new boolean[] {false, true}) {
                RandomWork work = new RandomWork(seed, sessions);
                for (int i = 0; i < 1_000; i++) {
                    work.step();
                }
                work.finish();
                work.bench.events.forEach(event -> met.add(event.kind()));
                work.bench.events.stream()
                        .filter(event -> event.transactionId() != 0)
                        .forEach(event -> inTransactions.merge(event.kind(), 1, Integer::sum));
            }
        }
        assertThat(met).isEqualTo(EnumSet.complementOf(EnumSet.of(Kind.DUPLICATE_DROPPED, Kind.DELETED)));
        assertThat(inTransactions).containsKeys(Kind.ENQUEUED, Kind.SCHEDULED, Kind.COMPLETED, Kind.DEAD_LETTERED);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessageOfAQueueEndsOnce(long seed) {
        workAndCheck(new RandomWork(seed, false));
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void everyMessageOfAQueueWithSessionsEndsOnce(long seed) {
        workAndCheck(new RandomWork(seed, true));
    }

    private static void workAndCheck(RandomWork work) {
        for (int i = 0; i < 1_000; i++) {
            work.step();
            if (i % 10 != 0) {
                continue;
            }
            QueueCounts counts = work.queue.counts();
            assertThat(counts.active() + counts.scheduled() + counts.deferred() + counts.locked())
                    .as("all places together, step %d", i)
                    .isEqualTo(work.queue.peek(1, 1_000_000, null).size());
            assertThat(counts.active()).isNotNegative();
        }
        work.finish();
        assertThat(work.queue.counts())
                .isEqualTo(new QueueCounts(0, 0, 0, 0, work.queue.counts().deadLettered(), 0));
        Map<String, Integer> accepted = new HashMap<>();
        Map<String, Integer> ended = new HashMap<>();
        for (MessageEvent event : work.bench.events) {
            boolean arrival =
                    event.message().sequenceNumber() != event.message().enqueuedSequenceNumber();
            if (!event.entity().equals("q")) {
                continue;
            }
            if (event.kind() == Kind.SCHEDULED || (event.kind() == Kind.ENQUEUED && !arrival)) {
                accepted.merge(event.messageId(), 1, Integer::sum);
            } else if (ENDS.contains(event.kind())) {
                ended.merge(event.messageId(), 1, Integer::sum);
            }
        }
        assertThat(accepted).hasSizeGreaterThanOrEqualTo(work.sent).allSatisfy((id, count) -> assertThat(count)
                .isEqualTo(1));
        assertThat(ended).isEqualTo(accepted);
    }
}
