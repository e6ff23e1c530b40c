package dev.busway.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Lets the first of the same warnings of a minute through and counts the others, so that a Service Bus that is gone or a queue full
 * of bad messages does not fill a disk. What differs only in numbers and ids of messages is the same.
 *
 * <p>Lines of single messages are not its business: which of them are written is decided where they are made.
 *
 * <p>The count is logged at the end of the minute. Nothing below WARN is ever held back. May be called from any thread.
 */
final class FloodFilter extends Filter<ILoggingEvent> {

    /** Of the same lines in a minute. */
    static final int LINES = 100;
    /** Of the same lines with a stack trace in a minute. */
    static final int STACK_TRACES = 5;

    /** Different kinds of lines that are told apart in a minute; more than that pass uncounted. */
    private static final int MAX_KINDS = 1_000;

    private static final int MAX_KIND_CHARACTERS = 200;
    private static final Pattern NUMBERS = Pattern.compile("[0-9a-fA-F]{8,}|\\d+");
    /** Fields that are other for each message. */
    private static final Set<String> OF_ONE_MESSAGE = Set.of(
            "messageId", "correlationId", "sessionId", "sequenceNumber", "deliveryCount", "ms", "trace_id", "span_id");

    private static final String OWN_LOGGER = "dev.busway.logging.repeated";
    /** Which bounds its lines itself, and without leaving out the id of a message that failed. */
    private static final String MESSAGES = "dev.busway.servicebus.messages.";

    /** Lines of one kind in the minute that runs. */
    private static final class Kind {
        private final String example;
        private final Map<String, Object> fields;
        private int count;
        private int heldBack;

        private Kind(String example, Map<String, Object> fields) {
            this.example = example;
            this.fields = fields;
        }
    }

    // Guarded by this.
    private final Map<String, Kind> kinds = new HashMap<>();
    private ScheduledExecutorService minutes;

    @Override
    public void start() {
        minutes = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "busway-log-minutes");
            thread.setDaemon(true);
            return thread;
        });
        var unused = minutes.scheduleAtFixedRate(this::endMinute, 1, 1, TimeUnit.MINUTES);
        super.start();
    }

    @Override
    public void stop() {
        minutes.shutdownNow();
        super.stop();
    }

    @Override
    public FilterReply decide(ILoggingEvent event) {
        if (!event.getLevel().isGreaterOrEqual(Level.WARN)
                || event.getLoggerName().equals(OWN_LOGGER)
                || event.getLoggerName().startsWith(MESSAGES)) {
            return FilterReply.NEUTRAL;
        }
        String message = event.getFormattedMessage();
        Map<String, Object> fields = Fields.of(event);
        fields.keySet().removeAll(OF_ONE_MESSAGE);
        String name = nameOf(event, message + Fields.text(fields));
        return passes(name, message, fields, event.getThrowableProxy() == null ? LINES : STACK_TRACES)
                ? FilterReply.NEUTRAL
                : FilterReply.DENY;
    }

    /** Says what was held back and begins anew. */
    void endMinute() {
        Map<String, Kind> ended;
        synchronized (this) {
            ended = Map.copyOf(kinds);
            kinds.clear();
        }
        Logger log = ((LoggerContext) getContext()).getLogger(OWN_LOGGER);
        for (Kind kind : ended.values()) {
            if (kind.heldBack > 0) {
                LoggingEventBuilder line = log.atWarn();
                for (Map.Entry<String, Object> field : kind.fields.entrySet()) {
                    line = line.addKeyValue(field.getKey(), field.getValue());
                }
                line.log("{} more in this minute like: {}", kind.heldBack, kind.example);
            }
        }
    }

    private synchronized boolean passes(String name, String example, Map<String, Object> fields, int most) {
        Kind kind = kinds.get(name);
        if (kind == null) {
            if (kinds.size() >= MAX_KINDS) {
                return true;
            }
            kind = new Kind(example, fields);
            kinds.put(name, kind);
        }
        kind.count++;
        if (kind.count <= most) {
            return true;
        }
        kind.heldBack++;
        return false;
    }

    private static String nameOf(ILoggingEvent event, String message) {
        String start =
                message.length() <= 2 * MAX_KIND_CHARACTERS ? message : message.substring(0, 2 * MAX_KIND_CHARACTERS);
        String plain = NUMBERS.matcher(start).replaceAll("#");
        String thrown = event.getThrowableProxy() == null
                ? ""
                : event.getThrowableProxy().getClassName();
        return event.getLoggerName()
                + '\n'
                + thrown
                + '\n'
                + (plain.length() <= MAX_KIND_CHARACTERS ? plain : plain.substring(0, MAX_KIND_CHARACTERS));
    }
}
