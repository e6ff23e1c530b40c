package dev.busway.servicebus.identity;

import java.util.Locale;
import java.util.Set;

/** The application properties that the host itself writes; they belong to one message and never travel on to an output. */
public final class HostProperties {

    /** Everything that the host writes starts with this. */
    public static final String PREFIX = "busway-";

    /** The id of the message of which this one is a copy scheduled for a later try. */
    public static final String ORIGINAL_MESSAGE_ID = PREFIX + "original-message-id";

    /** Which scheduled copy this is, from 1; an int. */
    public static final String ATTEMPT = PREFIX + "attempt";

    /** When and how the first of all tries failed. */
    public static final String FIRST_FAILURE = PREFIX + "first-failure";

    /** How the last try before this copy failed. */
    public static final String LAST_ERROR = PREFIX + "last-error";

    private static final Set<String> DEAD_LETTER = Set.of("deadletterreason", "deadlettererrordescription");

    private HostProperties() {}

    /** Whether a property of an input may be a property of its outputs. */
    public static boolean travelsOn(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !lower.startsWith(PREFIX) && !DEAD_LETTER.contains(lower);
    }
}
