package dev.busway.credential;

import dev.busway.credential.TokenAnswer.Attempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads the kinds of credential, and why each gave no token, out of the error of the identity library.
 *
 * <p>A chain of credentials gives one exception whose text is the texts of all its members in a row: the members' own
 * exceptions are gone by then, so the text is all there is to read.
 */
final class RefusalReader {

    private static final String CHAIN = "DefaultAzureCredential";
    /** As documented for DefaultAzureCredential of azure-identity 1.18. */
    private static final List<String> ORDER = List.of(
            "EnvironmentCredential",
            "WorkloadIdentityCredential",
            "ManagedIdentityCredential",
            "IntelliJCredential",
            "AzureCliCredential",
            "AzurePowerShellCredential",
            "AzureDeveloperCliCredential");

    private static final int LONGEST_REASON = 400;
    private static final Pattern START =
            Pattern.compile("\\b([A-Z]\\w*Credential)( authentication (?:unavailable|failed))?\\b");
    private static final Pattern ADVICE = Pattern.compile(
            "(?s)\\s*(To mitigate this issue|See the troubleshooting|For more (information|troubleshooting)).*");

    private RefusalReader() {}

    static List<Attempt> read(Throwable error) {
        String text = String.valueOf(error.getMessage());
        Map<String, String> reasons = new LinkedHashMap<>();
        Matcher start = START.matcher(text);
        String kind = null;
        int from = 0;
        while (start.find()) {
            if (!opensAMember(text, start)) {
                continue;
            }
            put(reasons, kind, text.substring(from, start.start()));
            kind = start.group(1);
            from = start.end();
        }
        put(reasons, kind, text.substring(from) + innerReason(error));
        if (reasons.size() > 1) {
            reasons.remove(CHAIN);
        }
        if (reasons.isEmpty()) {
            reasons.put(CHAIN, oneLine(text + innerReason(error)));
        }
        return withThoseBefore(reasons);
    }

    /**
     * The chain goes on past what is not set up and stops at the first kind that is set up and fails; its error then
     * names only that one. Those before it in the documented order were tried too.
     */
    private static List<Attempt> withThoseBefore(Map<String, String> reasons) {
        List<Attempt> attempts = new ArrayList<>();
        int first = ORDER.indexOf(reasons.keySet().iterator().next());
        for (int i = 0; i < first; i++) {
            attempts.add(new Attempt(ORDER.get(i), "not set up in this environment"));
        }
        reasons.forEach((name, reason) -> attempts.add(new Attempt(name, reason)));
        return attempts;
    }

    /** What a managed identity answered stands only in the innermost error. */
    private static String innerReason(Throwable error) {
        Throwable inner = error;
        while (inner.getCause() != null && inner.getCause() != inner) {
            inner = inner.getCause();
        }
        String reason = inner.getMessage();
        return inner == error || reason == null || error.getMessage().contains(reason) ? "" : " " + reason;
    }

    /** A member's text opens with its name; the same name in the middle of a sentence is only mentioned. */
    private static boolean opensAMember(String text, Matcher start) {
        return start.group(2) != null || start.start() == 0 || text.charAt(start.start() - 1) == '\n';
    }

    private static void put(Map<String, String> reasons, String kind, String reason) {
        if (kind != null) {
            reasons.merge(kind, oneLine(reason), (first, more) -> first.contains(more) ? first : first + " " + more);
        }
    }

    private static String oneLine(String text) {
        String line = ADVICE.matcher(text)
                .replaceFirst("")
                .replaceAll("\\s+", " ")
                .replaceAll("^[\\s.:,>-]+|[\\s>-]+$", "")
                .replaceFirst("^Error Details: ", "")
                .replaceAll(", see inner exception for more information\\.", ":")
                .strip();
        if (line.isEmpty()) {
            return "authentication unavailable";
        }
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
    }
}
