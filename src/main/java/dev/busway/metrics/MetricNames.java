package dev.busway.metrics;

/**
 * The names of all meters; those of OpenTelemetry's messaging conventions where they have one, else our own. Prometheus writes the
 * dots as underscores and adds the unit.
 */
final class MetricNames {

    static final String RECEIVED = "messaging.client.consumed.messages";
    static final String SENT = "messaging.client.sent.messages";
    static final String PROCESS_DURATION = "messaging.process.duration";
    static final String SETTLED = "busway.messages.settled";
    static final String REDELIVERED = "busway.messages.redelivered";
    static final String LOCK_LOST = "busway.messages.lock.lost";
    static final String IN_FLIGHT = "busway.messages.in.flight";
    static final String WAITING = "busway.messages.waiting.for.redelivery";
    static final String CRITICAL_TIME = "busway.message.critical.time";
    static final String GROUP_SIZE = "busway.handoff.group.size";
    static final String LOCK_RENEWALS = "busway.lock.renewals";
    static final String STATE = "busway.app.state";
    static final String LAST_MESSAGE = "busway.app.last.message.time";

    static final String SYSTEM = "messaging.system";
    static final String DESTINATION = "messaging.destination.name";
    static final String DISPOSITION = "messaging.servicebus.disposition_status";
    static final String APP = "app";
    static final String STATE_TAG = "state";
    static final String RESULT = "result";

    private MetricNames() {}
}
