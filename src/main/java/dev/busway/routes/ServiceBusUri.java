package dev.busway.routes;

import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/**
 * What an endpoint address of the scheme {@code azure-servicebus} names.
 *
 * @param entity queue or topic
 * @param options the options of the address, by name
 */
record ServiceBusUri(String entity, Map<String, String> options) {

    private static final String SCHEME = "azure-servicebus:";

    /** The options that make a connection another one. */
    private static final Set<String> OF_THE_CONNECTION = Set.of(
            "credentialType",
            "connectionString",
            "fullyQualifiedNamespace",
            "tokenCredential",
            "clientOptions",
            "proxyOptions",
            "amqpTransportType",
            "amqpRetryOptions");

    private static final Pattern ENDPOINT = Pattern.compile("(?i)Endpoint=sb://([^/;]+)");

    /** Reads an address whose placeholders are resolved; empty if it is of another scheme. */
    static Optional<ServiceBusUri> parse(String uri) {
        if (!uri.startsWith(SCHEME)) {
            return Optional.empty();
        }
        String rest = StringHelper.removeStartingCharacters(uri.substring(SCHEME.length()), '/');
        String entity = StringHelper.before(rest, "?", rest);
        Map<String, String> options = new TreeMap<>();
        try {
            URISupport.parseQuery(StringHelper.after(rest, "?", ""))
                    .forEach((name, value) -> options.put(name, String.valueOf(value)));
        } catch (URISyntaxException e) {
            return Optional.empty();
        }
        return Optional.of(new ServiceBusUri(entity, options));
    }

    /** The namespace that the address itself names; empty where it leaves that to the configuration of the host. */
    String namespace() {
        String named = options.get("fullyQualifiedNamespace");
        if (named != null) {
            return named.toLowerCase(Locale.ROOT);
        }
        Matcher endpoint = ENDPOINT.matcher(options.getOrDefault("connectionString", ""));
        return endpoint.find() ? endpoint.group(1).toLowerCase(Locale.ROOT) : "";
    }

    /** The options that say how to connect; two addresses with the same can share a transaction. */
    Map<String, String> connection() {
        Map<String, String> found = new TreeMap<>(options);
        found.keySet().retainAll(OF_THE_CONNECTION);
        return found;
    }

    /** Whether it names the whole of a queue or topic, neither a subscription nor a dead-letter queue. */
    boolean isWhole() {
        return !options.containsKey("subscriptionName")
                && options.getOrDefault("subQueue", "").isEmpty();
    }

    /** What is received from or sent to; entity names know no case. */
    String address() {
        String subscription = options.getOrDefault("subscriptionName", "");
        String subQueue = options.getOrDefault("subQueue", "");
        return String.join("/", namespace(), entity.toLowerCase(Locale.ROOT), subscription, subQueue);
    }

    /** The entity as Service Bus writes addresses, and as the reports of a running app name it. */
    String label() {
        String subscription = options.get("subscriptionName");
        String whole = subscription == null ? entity : entity + "/Subscriptions/" + subscription;
        return switch (options.getOrDefault("subQueue", "")) {
            case "DEAD_LETTER_QUEUE" -> whole + "/$DeadLetterQueue";
            case "TRANSFER_DEAD_LETTER_QUEUE" -> whole + "/$Transfer/$DeadLetterQueue";
            default -> whole;
        };
    }

    boolean isTopic() {
        return "topic".equalsIgnoreCase(options.getOrDefault("serviceBusType", ""));
    }
}
