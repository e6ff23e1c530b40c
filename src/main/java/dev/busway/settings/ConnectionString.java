package dev.busway.settings;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** A connection string that has been checked; keeps its key out of every text that it makes. */
public final class ConnectionString {

    private static final String EXAMPLE =
            "Endpoint=sb://<name>.servicebus.windows.net/;SharedAccessKeyName=<policy>;SharedAccessKey=<key>";

    private final String value;
    private final String host;
    private final boolean emulator;

    private ConnectionString(String value, String host, boolean emulator) {
        this.value = value;
        this.host = host;
        this.emulator = emulator;
    }

    /**
     * Checks a connection string.
     *
     * @throws ConfigurationException saying which part is wrong; names parts, never their values
     */
    public static ConnectionString parse(String given) {
        String text = given.strip();
        if (text.length() > 1 && (text.startsWith("\"") || text.startsWith("'"))) {
            throw wrong("starts with a quotation mark: set it without quotation marks inside the value");
        }
        Map<String, String> parts = parts(text);
        String endpoint = parts.get("endpoint");
        if (endpoint == null) {
            throw wrong("has no Endpoint part");
        }
        if (parts.containsKey("entitypath")) {
            throw wrong("has an EntityPath part, so it belongs to a single queue: use the one of the namespace");
        }
        boolean emulator = "true".equalsIgnoreCase(parts.get("usedevelopmentemulator"));
        requireKey(parts);
        return new ConnectionString(text, host(endpoint), emulator);
    }

    /** The whole string, for the SDK alone. A secret. */
    public String value() {
        return value;
    }

    /** Host and, where one is given, port. */
    public String host() {
        return host;
    }

    /** Whether it leads to an emulator, which takes any key. */
    public boolean emulator() {
        return emulator;
    }

    /** Without the key. */
    @Override
    public String toString() {
        return "connection string of " + host;
    }

    private static Map<String, String> parts(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(";", -1)) {
            if (part.isBlank()) {
                continue;
            }
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw wrong("holds a part that is not of the form Name=value");
            }
            parts.put(
                    part.substring(0, equals).strip().toLowerCase(Locale.ROOT),
                    part.substring(equals + 1).strip());
        }
        return parts;
    }

    private static void requireKey(Map<String, String> parts) {
        if (isGiven(parts, "sharedaccesssignature")) {
            return;
        }
        if (!isGiven(parts, "sharedaccesskeyname")) {
            throw wrong("has no SharedAccessKeyName part");
        }
        if (!isGiven(parts, "sharedaccesskey")) {
            throw wrong("has no SharedAccessKey part");
        }
    }

    private static boolean isGiven(Map<String, String> parts, String name) {
        String value = parts.get(name);
        return value != null && !value.isEmpty();
    }

    private static String host(String endpoint) {
        if (!endpoint.toLowerCase(Locale.ROOT).startsWith("sb://")) {
            throw wrong("has an Endpoint that does not start with sb://");
        }
        String host = endpoint.substring("sb://".length());
        while (host.endsWith("/")) {
            host = host.substring(0, host.length() - 1);
        }
        if (!host.matches("[A-Za-z0-9.-]+(:[0-9]{1,5})?|\\[[0-9A-Fa-f:]+](:[0-9]{1,5})?")) {
            throw wrong("has an Endpoint whose host is not a host name with an optional port");
        }
        return host.toLowerCase(Locale.ROOT);
    }

    private static ConfigurationException wrong(String what) {
        return new ConfigurationException("The Service Bus connection string (SERVICE_BUS_CONNECTION_STRING) " + what
                + ". It must look like " + EXAMPLE + ".");
    }
}
