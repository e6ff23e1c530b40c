package dev.busway.logging;

import ch.qos.logback.classic.pattern.ThrowableHandlingConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import dev.busway.text.ExceptionText;
import dev.busway.text.Visible;

/**
 * Prints exceptions as their classes and frames. Their texts may quote a message, so that they are printed only where
 * {@link ExceptionText} says they may, for the logger {@link LogSetup#EXCEPTIONS}, and when all are asked for.
 */
final class StackConverter extends ThrowableHandlingConverter {

    /** Causes of causes; an exception may be its own cause in a roundabout way. */
    private static final int DEEPEST = 20;

    private final boolean full;

    /** @param full whether every text is printed, whatever it quotes */
    StackConverter(boolean full) {
        this.full = full;
    }

    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy thrown = event.getThrowableProxy();
        if (thrown == null) {
            return "";
        }
        StringBuilder text = new StringBuilder(2_000);
        append(text, thrown, "", full || event.getLoggerName().equals(LogSetup.EXCEPTIONS), DEEPEST);
        return text.toString();
    }

    private static void append(StringBuilder text, IThrowableProxy thrown, String before, boolean full, int deepest) {
        text.append(before).append(head(thrown, full)).append(System.lineSeparator());
        StackTraceElementProxy[] frames = thrown.getStackTraceElementProxyArray();
        int common = thrown.getCommonFrames();
        for (int i = 0; i < frames.length - common; i++) {
            text.append("\tat ").append(frames[i].getStackTraceElement()).append(System.lineSeparator());
        }
        if (common > 0) {
            text.append("\t... ").append(common).append(" more").append(System.lineSeparator());
        }
        for (IThrowableProxy suppressed : thrown.getSuppressed()) {
            if (deepest > 0) {
                append(text, suppressed, "Suppressed: ", full, deepest - 1);
            }
        }
        if (thrown.getCause() != null && deepest > 0) {
            append(text, thrown.getCause(), "Caused by: ", full, deepest - 1);
        }
    }

    private static String head(IThrowableProxy thrown, boolean full) {
        if (full) {
            String message = thrown.getMessage();
            return thrown.getClassName() + (message == null ? "" : ": " + Visible.line(message));
        }
        boolean shown = thrown instanceof ThrowableProxy known
                && ExceptionText.of(known.getThrowable()).isPresent();
        return shown ? Visible.line(((ThrowableProxy) thrown).getThrowable()) : thrown.getClassName();
    }
}
