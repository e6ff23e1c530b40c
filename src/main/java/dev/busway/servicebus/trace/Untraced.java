package dev.busway.servicebus.trace;

import com.azure.messaging.servicebus.ServiceBusMessage;
import java.time.Duration;

/** Notes nothing. */
final class Untraced implements MessageTrace {

    @Override
    public String traceId() {
        return null;
    }

    @Override
    public String spanId() {
        return null;
    }

    @Override
    public void inContext(Runnable step) {
        step.run();
    }

    @Override
    public void retries(int nextTry, Duration delay) {}

    @Override
    public SendTrace sends(String target, ServiceBusMessage message) {
        return error -> {};
    }

    @Override
    public void routeEnded(String failure) {}

    @Override
    public void ended(String disposition, String failure) {}
}
