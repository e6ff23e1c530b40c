package dev.busway.emulator.queue;

import java.util.Locale;

/**
 * An entity's address taken apart; names keep their case, keywords ignore it.
 *
 * @param entity queue or topic
 * @param subscription null where the address names none
 */
record Address(String entity, String subscription, boolean deadLetterQueue) {

    static final String SUBSCRIPTIONS = "/Subscriptions/";
    static final String DEAD_LETTER_QUEUE = "/$DeadLetterQueue";

    static Address parse(String text) {
        String path = text;
        boolean deadLetters = endsWith(path, DEAD_LETTER_QUEUE);
        if (deadLetters) {
            path = path.substring(0, path.length() - DEAD_LETTER_QUEUE.length());
        }
        int at = path.toLowerCase(Locale.ROOT).lastIndexOf(SUBSCRIPTIONS.toLowerCase(Locale.ROOT));
        return at < 0
                ? new Address(path, null, deadLetters)
                : new Address(path.substring(0, at), path.substring(at + SUBSCRIPTIONS.length()), deadLetters);
    }

    /** Whether something of this name may be made: {@code $} is the broker's own. */
    static boolean canBeName(String name) {
        return !name.isBlank() && name.length() <= QueueSettings.LONGEST_NAME && name.indexOf('$') < 0;
    }

    private static boolean endsWith(String text, String end) {
        return text.regionMatches(true, text.length() - end.length(), end, 0, end.length());
    }
}
