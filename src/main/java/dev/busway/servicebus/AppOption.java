package dev.busway.servicebus;

import java.util.ArrayList;
import java.util.List;

/** An option that our component has beyond those of the stock one. */
enum AppOption {
    HANDOFF("handoff", "atomic"),
    PAUSE_AFTER_FAILURES("pauseAfterFailures", "0"),
    PAUSE_DURATION("pauseDuration", "30000"),
    SESSION_IDLE_TIMEOUT("sessionIdleTimeout", "2000"),
    DELAYED_REDELIVERIES("delayedRedeliveries", "0"),
    DELAYED_REDELIVERY_DELAY("delayedRedeliveryDelay", "60000"),
    DELAYED_REDELIVERY_MULTIPLIER("delayedRedeliveryMultiplier", "2"),
    DELAYED_REDELIVERY_MAX_DELAY("delayedRedeliveryMaxDelay", "3600000");

    private final String key;
    private final String byDefault;

    AppOption(String key, String byDefault) {
        this.key = key;
        this.byDefault = byDefault;
    }

    String key() {
        return key;
    }

    String byDefault() {
        return byDefault;
    }

    static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (AppOption option : values()) {
            keys.add(option.key);
        }
        return keys;
    }
}
