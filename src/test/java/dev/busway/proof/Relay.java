package dev.busway.proof;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The processor of the app under proof: gives back what it gets, after doing what the message asks for.
 *
 * <p>A message is {@code <id> <task> [number]}: {@code pass}, {@code fail n} (the first n tries), {@code work ms}, or
 * {@code hang ms} (the first try only).
 */
public final class Relay {

    /** Tries of each message so far; ids are never used twice, so that runs do not meet here. */
    private static final Map<String, Integer> TRIES = new ConcurrentHashMap<>();

    public String handle(String message) throws InterruptedException {
        String[] parts = message.split(" ", -1);
        int number = parts.length > 2 ? Integer.parseInt(parts[2]) : 0;
        int tries = parts[1].equals("pass") ? 1 : TRIES.merge(parts[0], 1, Integer::sum);
        switch (parts[1]) {
            case "fail" -> {
                if (tries <= number) {
                    throw new IllegalStateException("Failed on purpose");
                }
            }
            case "work" -> work(number);
            case "hang" -> {
                if (tries == 1) {
                    work(number);
                }
            }
            default -> {}
        }
        return message;
    }

    private static void work(int millis) throws InterruptedException {
        // A latch that nobody opens stands for a call that takes its time.
        if (new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS)) {
            throw new AssertionError("opened by nobody");
        }
    }
}
