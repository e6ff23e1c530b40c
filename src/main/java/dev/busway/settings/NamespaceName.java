package dev.busway.settings;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Decides whether a text is a fully qualified namespace, and when it is not, what was probably meant. */
final class NamespaceName {

    private static final String PUBLIC_CLOUD = ".servicebus.windows.net";
    private static final List<String> CLOUDS = List.of(
            PUBLIC_CLOUD, ".servicebus.usgovcloudapi.net", ".servicebus.chinacloudapi.cn", ".servicebus.cloudapi.de");
    /** As Azure takes them: letters, digits and hyphens, a letter first; 50 at most. */
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,49}");

    private NamespaceName() {}

    /**
     * Returns the namespace in lower case.
     *
     * @throws ConfigurationException naming the corrected form where there is one
     */
    static String check(String given) {
        String text = given.strip();
        if (text.toLowerCase(Locale.ROOT).contains("sharedaccesskey")) {
            // Deliberately without the value: it holds a key.
            throw new ConfigurationException("SERVICE_BUS_NAMESPACE holds a connection string."
                    + " Put it into SERVICE_BUS_CONNECTION_STRING, or set only the namespace, such as myns"
                    + PUBLIC_CLOUD + ".");
        }
        String host = hostOf(text);
        if (host.equals("localhost") || host.startsWith("127.") || host.startsWith("[")) {
            throw wrong(
                    text,
                    "this machine has no Azure identity to show. For an emulator set"
                            + " SERVICE_BUS_CONNECTION_STRING=Endpoint=sb://" + host
                            + ";SharedAccessKeyName=any;SharedAccessKey=any;UseDevelopmentEmulator=true");
        }
        String corrected = corrected(host);
        if (corrected == null) {
            throw wrong(
                    text,
                    "a namespace looks like myns" + PUBLIC_CLOUD
                            + ": letters, digits and hyphens, then the cloud's suffix");
        }
        if (!corrected.equals(text.toLowerCase(Locale.ROOT))) {
            throw wrong(text, "did you mean " + corrected + "?");
        }
        return corrected;
    }

    /** What is left of a URL or of a text with blanks when only the host is kept. */
    private static String hostOf(String text) {
        String host = text.toLowerCase(Locale.ROOT).replaceAll("\\s+", "").replaceAll("^[\"']|[\"']$", "");
        host = host.replaceFirst("^endpoint=", "")
                .replaceFirst("^[a-z]*:/+", "")
                .replaceFirst("[/?#;].*$", "");
        return host.startsWith("[") ? host : host.replaceFirst(":[0-9]*$", "").replaceFirst("\\.+$", "");
    }

    private static String corrected(String host) {
        int dot = host.indexOf('.');
        String name = dot < 0 ? host : host.substring(0, dot);
        if (!NAME.matcher(name).matches()) {
            return null;
        }
        String suffix = dot < 0 ? "" : host.substring(dot);
        String cloud = nearestCloud(suffix);
        if (cloud != null) {
            return name + cloud;
        }
        // Clouds that are not public knowledge keep the label, so theirs are taken as they are.
        return suffix.matches("\\.servicebus(\\.[a-z0-9-]+){2,}") ? host : null;
    }

    private static String nearestCloud(String suffix) {
        if (CLOUDS.contains(suffix)) {
            return suffix;
        }
        if (PUBLIC_CLOUD.startsWith(suffix) || suffix.equals(".windows.net")) {
            return PUBLIC_CLOUD;
        }
        for (String cloud : CLOUDS) {
            if (distance(suffix, cloud) <= 4) {
                return cloud;
            }
        }
        return null;
    }

    /** Number of letters to add, drop or change to come from one text to the other. */
    private static int distance(String from, String to) {
        int[] previous = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] current = new int[to.length() + 1];
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int change = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(change, 1 + Math.min(previous[j], current[j - 1]));
            }
            previous = current;
        }
        return previous[to.length()];
    }

    private static ConfigurationException wrong(String text, String remedy) {
        return new ConfigurationException("SERVICE_BUS_NAMESPACE is \"" + text
                + "\", which is not a fully qualified namespace; " + remedy + (remedy.endsWith("?") ? "" : "."));
    }
}
