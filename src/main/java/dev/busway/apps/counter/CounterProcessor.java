package dev.busway.apps.counter;

import dev.busway.apps.Words;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/** Counts characters, words and lines; safe for use by many threads at once. */
public final class CounterProcessor {

    /** CRLF as one, and every single character that Unicode calls a line break. */
    private static final Pattern LINE_BREAK = Pattern.compile("\\R");

    private final Clock clock;

    /** Takes the time from the system. */
    public CounterProcessor() {
        this(Clock.systemUTC());
    }

    public CounterProcessor(Clock clock) {
        this.clock = Objects.requireNonNull(clock, "clock");
    }

    public CounterResult handle(CounterText input) {
        String text = input.text();
        List<String> words = Words.of(text);
        return new CounterResult(
                input.id(),
                text.codePointCount(0, text.length()),
                words.size(),
                Math.toIntExact(words.stream().map(Words::fold).distinct().count()),
                lines(text),
                clock.instant().toString());
    }

    private static int lines(String text) {
        return text.isEmpty()
                ? 0
                : Math.toIntExact(LINE_BREAK.matcher(text).results().count()) + 1;
    }
}
