package dev.busway.servicebus;

import dev.busway.servicebus.handoff.HandoffListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs how it goes with messages that do not belong to a received message. */
final class DirectSendJournal implements HandoffListener {

    private static final Logger LOG = LoggerFactory.getLogger("dev.busway.servicebus.apps");

    @Override
    public void handedOff(int inputs) {
        // There are no inputs.
    }

    @Override
    public void trouble(String kind, String message) {
        LOG.atWarn().addKeyValue("reason", kind).log(message);
    }

    @Override
    public void changed(String what) {
        LOG.info(what);
    }
}
