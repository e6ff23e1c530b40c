package dev.busway.check;

/** What a refusal means for the person who set things up. */
record Refusal(String reason, String remedy) {

    /** What the Azure SDK appends for its own makers. */
    private static final String SDK_CONTEXT = ",? *errorContext\\[.*";

    static Refusal of(Throwable refused) {
        String text = String.valueOf(refused.getMessage());
        return new Refusal(text.lines().findFirst().orElse("").replaceFirst(SDK_CONTEXT, ""), remedy(text));
    }

    private static String remedy(String text) {
        if (text.contains("could not be found") || text.contains("not-found")) {
            return "Create it, or set the name that it really has (see busway routes).";
        }
        if (text.contains("nauthorized")) {
            return "Give the identity its role (see busway rights); a new assignment takes some minutes to work.";
        }
        if (text.contains("imeout") || text.contains("refused")) {
            return "Does a firewall let port 5671 out, and this address into the namespace?";
        }
        return "";
    }
}
