package dev.busway.servicebus.handoff;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class GroupCommitTest {

    private final List<List<Integer>> started = new ArrayList<>();

    @Test
    void withNothingUnderWayAnItemGoesAtOnce() {
        GroupCommit<Integer> groups = groups(100, 1, 1);

        groups.offer(1);

        assertThat(started).containsExactly(List.of(1));
    }

    @Test
    void whatComesMeanwhileGoesTogether() {
        GroupCommit<Integer> groups = groups(100, 1, 1);
        groups.offer(1);
        groups.offer(2);
        groups.offer(3);

        groups.ended();

        assertThat(started).containsExactly(List.of(1), List.of(2, 3));
    }

    @Test
    void aGroupHoldsNoMoreThanItsWeight() {
        GroupCommit<Integer> groups = groups(10, 1, 1);
        groups.offer(1);
        groups.offer(4);
        groups.offer(6);
        groups.offer(1);

        groups.ended();
        groups.ended();

        assertThat(started).containsExactly(List.of(1), List.of(4, 6), List.of(1));
    }

    @Test
    void anItemHeavierThanAGroupGoesByItself() {
        GroupCommit<Integer> groups = groups(10, 1, 1);

        groups.offer(50);

        assertThat(started).containsExactly(List.of(50));
    }

    @Test
    void aFurtherGroupStartsOnlyWhenItIsWorthIt() {
        GroupCommit<Integer> groups = groups(100, 2, 3);
        groups.offer(1);
        groups.offer(2);
        groups.offer(3);
        assertThat(started).hasSize(1);

        groups.offer(4);

        assertThat(started).containsExactly(List.of(1), List.of(2, 3, 4));
    }

    @Test
    void theMoreGroupsAreUnderWayTheLargerTheNextOneIs() {
        GroupCommit<Integer> groups = groups(100, 3, 2);

        for (int item = 1; item <= 7; item++) {
            groups.offer(item);
        }

        assertThat(started).containsExactly(List.of(1), List.of(2, 3), List.of(4, 5, 6, 7));
    }

    @Test
    void whatMustGoAloneGoesFirstAndAlone() {
        GroupCommit<Integer> groups = groups(100, 1, 1);
        groups.offer(1);
        groups.offer(2);
        groups.offerAlone(8);
        groups.offerAlone(9);

        groups.ended();
        groups.ended();
        groups.ended();

        assertThat(started).containsExactly(List.of(1), List.of(8), List.of(9), List.of(2));
    }

    @Test
    void onlyWhatMayGoTogetherIsInOneGroup() {
        GroupCommit<Integer> groups = new GroupCommit<>(
                new GroupCommit.Limits(100, 1, 1), item -> 1, (first, next) -> first % 2 == next % 2, started::add);
        List.of(0, 1, 3, 2, 4).forEach(groups::offer);
        for (int i = 0; i < 3; i++) {
            groups.ended();
        }

        assertThat(started).containsExactly(List.of(0), List.of(1, 3), List.of(2, 4));
    }

    private GroupCommit<Integer> groups(int weight, int most, int overlapFrom) {
        return new GroupCommit<>(
                new GroupCommit.Limits(weight, most, overlapFrom), item -> item, (first, next) -> true, started::add);
    }
}
