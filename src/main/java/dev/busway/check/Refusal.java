package dev.busway.check;

/**
 * What a refusal by Service Bus, or an answer that did not come, means for the person who set things up.
 *
 * @param reason what was refused, in one line
 * @param remedy what to do about it; empty when nothing is known
 */
public record Refusal(String reason, String remedy) {

    /** What the Azure SDK appends for its own makers. */
    private static final String SDK_CONTEXT = ",? *errorContext\\[.*";

    private static final String NO_ANSWER = "Service Bus did not answer in time";

    /** Whether an exception is of the kind that {@link #of} reads: of the Azure SDK, or of waiting for it. */
    public static boolean explains(Throwable failure) {
        return failure.getClass().getName().startsWith("com.azure.") || isSilence(String.valueOf(failure.getMessage()));
    }

    /** Reads an exception of the Azure SDK. */
    public static Refusal of(Throwable refused) {
        String text = String.valueOf(refused.getMessage());
        return new Refusal(reason(text), remedy(text));
    }

    /** Reason and remedy in one line. */
    public String line() {
        return remedy.isEmpty() ? reason : reason + " -> " + remedy;
    }

    private static String reason(String text) {
        return isSilence(text) ? NO_ANSWER : text.lines().findFirst().orElse("").replaceFirst(SDK_CONTEXT, "");
    }

    private static String remedy(String text) {
        if (text.contains("could not be found") || text.contains("not-found")) {
            return "Create it, or set the name that it really has (see busway routes).";
        }
        if (text.contains("InvalidSignature") || text.contains("invalid signature")) {
            return "The key does not belong to this policy and namespace: copy the connection string again.";
        }
        if (text.contains("ExpiredToken") || text.contains("token is expired")) {
            return "Is the clock of this machine right?";
        }
        if (text.contains("nauthorized")) {
            return "Give the identity its role (see busway rights); a new assignment takes some minutes to work.";
        }
        if (isSilence(text) || text.contains("imeout") || text.contains("refused")) {
            return "Check that outbound port 5671 is open and that the namespace firewall allows this address.";
        }
        return "";
    }

    /** How the SDK and Reactor say that nothing came. */
    private static boolean isSilence(String text) {
        return text.startsWith("Did not observe any item") || text.startsWith("Timeout on blocking read");
    }
}
