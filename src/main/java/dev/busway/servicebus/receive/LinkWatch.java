package dev.busway.servicebus.receive;

import dev.busway.servicebus.connection.Connection;
import dev.busway.servicebus.connection.FailureKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.TimeoutException;

/**
 * Knows whether the input can be reached. The SDK opens connections again without a word, so a quiet link may be idle or
 * dead; when nothing was heard for a while the watch looks at the queue itself.
 *
 * <ol>
 *   <li>The fields are touched only inside the pump's serial, except for {@code status}, which anybody may read.
 *   <li>At most one look is under way; it ends within {@link #FIRST_PATIENCE}.
 *   <li>A dead input shows within {@link #QUIET} + {@link #PATIENCE} and one tick of the pump, which is less than 10 s.
 * </ol>
 */
final class LinkWatch {

    static final Duration QUIET = Duration.ofSeconds(3);
    static final Duration PATIENCE = Duration.ofSeconds(4);

    /** Before the first answer on a connection its links have to be opened, which takes many trips. */
    private static final Duration FIRST_PATIENCE = Duration.ofSeconds(12);

    private static final String NO_ANSWER = "no answer from Service Bus for " + PATIENCE.toSeconds() + " s";

    /** Looks that may fail on one connection before it is given up for a new one. */
    private static final int LOOKS_PER_CONNECTION = 3;

    /** A link that stands for this long after it was opened was not refused. */
    private static final Duration PROVED = Duration.ofMillis(1500);

    private final Pump pump;
    private volatile LinkStatus status = new LinkStatus(LinkStatus.State.CONNECTING, Instant.now(), "connecting");
    private long lastSign;
    private boolean usable = true;
    private boolean looking;
    private long lookStarted;
    private int answering = -1;
    private int failedLooks;
    private boolean linkUp;
    private String linkProblem = "";
    private String lastWord = "";
    private long linkOpened;
    private Duration roundTrip = Duration.ZERO;

    LinkWatch(Pump pump) {
        this.pump = pump;
        this.lastSign = System.nanoTime() - QUIET.toNanos();
    }

    LinkStatus status() {
        return status;
    }

    /** How long the last look took; at least as long as a trip to the broker and back. */
    Duration roundTrip() {
        return roundTrip;
    }

    /** Something came back from the broker. */
    void sign(long now) {
        lastSign = now;
        if (usable && linkUp && status.state() != LinkStatus.State.CONNECTED && isProved(now)) {
            become(LinkStatus.State.CONNECTED, "");
        }
    }

    /** What the broker itself says of the input stays the reason until it can be reached: that it was quiet says less. */
    void said(Throwable error) {
        FailureKind kind = FailureKind.of(error);
        if (kind == FailureKind.ENTITY || kind == FailureKind.REFUSED || kind == FailureKind.BUSY) {
            lastWord = FailureKind.describe(error);
        }
    }

    void linkOpening(long now) {
        linkUp = true;
        linkOpened = now;
    }

    void linkLost(String why) {
        linkUp = false;
        linkProblem = why;
        become(LinkStatus.State.DISCONNECTED, why);
    }

    /** The input can be reached, but not used in the way that was asked for. */
    void unusable(String why) {
        usable = false;
        lastWord = why;
        become(LinkStatus.State.DISCONNECTED, why);
    }

    void usable() {
        usable = true;
    }

    /** A message is proof enough for its link. */
    void messageArrived(long now) {
        linkProblem = "";
        sign(now);
    }

    void tick(long now) {
        boolean quiet = now - lastSign >= QUIET.toNanos();
        if (looking && now - lookStarted >= PATIENCE.toNanos()) {
            become(LinkStatus.State.DISCONNECTED, NO_ANSWER);
        }
        if (!looking && (quiet || status.state() != LinkStatus.State.CONNECTED)) {
            look(now);
        }
    }

    private boolean isProved(long now) {
        return linkProblem.isEmpty() || now - linkOpened >= PROVED.toNanos();
    }

    private void look(long started) {
        looking = true;
        lookStarted = started;
        Connection connection = pump.connection();
        int which = connection.generation();
        connection
                .look(pump.firstNotInHand(), which == answering ? PATIENCE : FIRST_PATIENCE)
                .subscribe(
                        message -> pump.serially(() -> pump.seen(message)),
                        error -> pump.serially(() -> lookFailed(which, error)),
                        () -> pump.serially(() -> lookSucceeded(which, started)));
    }

    private void lookSucceeded(int which, long started) {
        looking = false;
        boolean first = which != answering;
        answering = which;
        failedLooks = 0;
        long now = System.nanoTime();
        roundTrip = Duration.ofNanos(now - started);
        if (isProved(now)) {
            linkProblem = "";
        }
        sign(now);
        if (first && !pump.isStopped()) {
            // The first has opened links, too; a stop that takes it for a trip waits many times too long.
            look(now);
        }
    }

    private void lookFailed(int which, Throwable error) {
        looking = false;
        said(error);
        lastSign = System.nanoTime() - QUIET.toNanos();
        failedLooks++;
        if (failedLooks % LOOKS_PER_CONNECTION == 0) {
            pump.connection().replace(which, "it did not answer");
        }
        become(
                LinkStatus.State.DISCONNECTED,
                error instanceof TimeoutException ? NO_ANSWER : FailureKind.describe(error));
    }

    private void become(LinkStatus.State state, String reason) {
        if (state == LinkStatus.State.CONNECTED) {
            lastWord = "";
        }
        String detail = lastWord.isEmpty() ? reason : lastWord;
        LinkStatus before = status;
        if (before.state() == state && Objects.equals(before.detail(), detail)) {
            return;
        }
        status = new LinkStatus(state, before.state() == state ? before.since() : Instant.now(), detail);
        if (before.state() != state) {
            report(state, detail);
        }
    }

    private void report(LinkStatus.State state, String detail) {
        if (state == LinkStatus.State.CONNECTED) {
            pump.listener().changed("connected");
        } else {
            pump.listener().trouble("Disconnected", "cannot receive from " + pump.input() + ": " + detail);
        }
    }
}
