package dev.busway.servicebus.receive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MemoryShareTest {

    private static final int KIB = 1024;

    @Test
    void fewMessagesAreAskedForBeforeTheirSizeIsKnown() {
        MemoryShare.Part part = open(new MemoryShare(1L << 40));

        assertThat(part.room(0, 0)).isEqualTo(8);
        part.expect(8);
        assertThat(part.room(0, 8)).isZero();
    }

    @Test
    void thereIsRoomForWhatIsLeftByTheLargestOfLate() {
        MemoryShare.Part part = open(new MemoryShare(1000 * KIB));

        part.hold(198 * KIB);

        assertThat(part.room(1, 0)).isEqualTo(4);
        part.expect(2);
        assertThat(part.room(1, 2)).isEqualTo(2);
    }

    @Test
    void smallMessagesAreBelievedAfterSome() {
        MemoryShare.Part part = open(new MemoryShare(1000 * KIB));

        for (int message = 0; message < 100; message++) {
            part.letGo(part.hold(100));
        }

        assertThat(part.room(0, 0)).isGreaterThan(300);
    }

    @Test
    void appsShareIt() {
        MemoryShare share = new MemoryShare(1000 * KIB);
        MemoryShare.Part one = open(share);
        MemoryShare.Part other = open(share);

        long held = one.hold(900 * KIB);
        other.hold(50 * KIB);

        assertThat(other.room(1, 0)).isZero();
        one.letGo(held);
        assertThat(other.room(1, 0)).isPositive();
    }

    @Test
    void anAppThatHasNothingMayAskForOneMessageHoweverLittleIsLeft() {
        MemoryShare share = new MemoryShare(10);
        MemoryShare.Part one = open(share);
        open(share).hold(1L << 30);

        assertThat(one.room(0, 0)).isEqualTo(1);
        assertThat(one.room(0, 1)).isZero();
        assertThat(one.room(1, 0)).isZero();
    }

    @Test
    void anAppThatIsClosedExpectsNothing() {
        MemoryShare share = new MemoryShare(1000 * KIB);
        MemoryShare.Part one = open(share);
        MemoryShare.Part other = open(share);
        one.expect(100);
        other.hold(50 * KIB);
        assertThat(other.room(1, 0)).isZero();

        one.close();

        assertThat(other.room(1, 0)).isPositive();
    }

    private static MemoryShare.Part open(MemoryShare share) {
        MemoryShare.Part part = share.part();
        part.open();
        return part;
    }
}
