package dev.busway.host;

import dev.busway.apps.UnrecoverableMessageException;
import dev.busway.apps.counter.CounterProcessor;
import dev.busway.apps.counter.CounterResult;
import dev.busway.apps.counter.CounterText;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The counter's processor with a text that says what is to go wrong; stands in for it in a copy of its route. */
public final class FailingCounter {

    /** Tries of each message so far; ids are never used twice, so that tests do not meet here. */
    private static final Map<String, Integer> TRIES = new ConcurrentHashMap<>();

    private final CounterProcessor counter = new CounterProcessor();

    public CounterResult handle(CounterText input) {
        int tries = TRIES.merge(input.id(), 1, Integer::sum);
        if (input.text().equals("nothing")) {
            return null;
        }
        if (input.text().equals("never")) {
            throw new UnrecoverableMessageException("text: asks for what cannot be done");
        }
        if (input.text().startsWith("fails ")
                && tries <= Integer.parseInt(input.text().substring("fails ".length()))) {
            throw new IllegalStateException("Failed on purpose");
        }
        return counter.handle(input);
    }

    static int triesOf(String id) {
        return TRIES.getOrDefault(id, 0);
    }
}
