package dev.busway.servicebus;

import dev.busway.servicebus.failure.Failure;
import org.apache.camel.Exchange;
import org.apache.camel.support.ExchangeHelper;
import org.apache.camel.support.SynchronizationAdapter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hears that a branch has ended, and tells of one that failed beside the message, which nobody else would. */
final class BranchEnd extends SynchronizationAdapter {

    private static final Logger APPS = LoggerFactory.getLogger("dev.busway.servicebus.apps");

    private final MessageWork work;
    private final Branch branch;

    BranchEnd(MessageWork work, Branch branch) {
        this.work = work;
        this.branch = branch;
    }

    /** It belongs to this copy alone. */
    @Override
    public boolean allowHandover() {
        return false;
    }

    @Override
    public void onDone(Exchange copy) {
        if (work.isBeside() && !branch.isNested() && copy.isFailed()) {
            Failure failure = Failure.of(copy.getException());
            APPS.atWarn()
                    .addKeyValue("app", copy.getFromRouteId())
                    .addKeyValue("messageId", work.input().getMessageId())
                    .addKeyValue("reason", failure.kind())
                    .addKeyValue("detail", failure.description())
                    .log("failed beside the message in route {}", ExchangeHelper.getRouteId(copy));
        }
        work.left(copy, branch);
    }
}
