package dev.busway.settings;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every value that a user can set, looked up in one order: command line, environment, system properties,
 * {@code config/application.properties}, the {@code application.properties} inside the jar.
 *
 * <p>What is set to nothing counts as not set, at every level: a container platform that passes an empty variable means
 * "the default", not "an empty queue name". Immutable.
 */
public final class Settings {

    /** Fully qualified namespace; environment SERVICE_BUS_NAMESPACE. */
    public static final String NAMESPACE = "busway.namespace";
    /** Connection string of a namespace or of the emulator; environment SERVICE_BUS_CONNECTION_STRING. A secret. */
    public static final String CONNECTION_STRING = "busway.connection-string";
    /** Port of health and everything else over HTTP, 0 for any free one; environment PORT. */
    public static final String HTTP_PORT = "busway.http.port";
    /** Address to listen on. */
    public static final String HTTP_HOST = "busway.http.host";
    /** Folder of the route files. */
    public static final String ROUTES = "busway.routes";
    /** Folder of the jars with apps from outside. */
    public static final String LIB = "busway.lib";
    /** Folder of the JSON Schemas; beside the route files when not set. */
    public static final String SCHEMAS = "busway.schemas";
    /** Route ids of the apps to host, separated by commas; all when not set. */
    public static final String APPS = "busway.apps";

    /** Whether edits of the routes folder are taken while the host runs. */
    public static final String RELOAD = "busway.reload";

    /** Whether messages are traced with OpenTelemetry; environment BUSWAY_TRACING. */
    public static final String TRACING = "busway.tracing";

    /** Which completed messages have a line in the log. */
    public static final String LOG_COMPLETED = "busway.log.completed";

    private final Map<String, String> commandLine;
    private final Map<String, String> environment;
    private final List<Properties> layers;

    private Settings(Map<String, String> commandLine, Map<String, String> environment, List<Properties> layers) {
        this.commandLine = Map.copyOf(commandLine);
        this.environment = Map.copyOf(environment);
        this.layers = List.copyOf(layers);
    }

    /**
     * Reads what this process was given.
     *
     * @throws ConfigurationException when {@code config/application.properties} is there and cannot be read
     */
    public static Settings ofThisProcess() {
        return of(System.getenv(), System.getProperties(), PropertyFiles.besideTheJar(), PropertyFiles.insideTheJar());
    }

    /** The file of properties that an operator keeps beside the jar; empty when there is none. */
    public static Optional<Path> fileBesideTheJar() {
        return PropertyFiles.fileBesideTheJar();
    }

    /** The keys of all properties that the jar documents. */
    public static Set<String> documentedKeys() {
        return PropertyFiles.insideTheJar().stringPropertyNames();
    }

    /** Settings from given sources, the first layer wins over the next. */
    public static Settings of(Map<String, String> environment, Properties... layers) {
        return new Settings(Map.of(), environment, List.of(layers));
    }

    /** Nothing but what is inside the jar. */
    public static Settings shipped() {
        return of(Map.of(), PropertyFiles.insideTheJar());
    }

    /** Whether the value of a property must not be shown to anybody. */
    public static boolean isSecret(String key) {
        return SecretNames.contains(key);
    }

    /** A copy in which a value from the command line wins over everything else. */
    public Settings with(String key, String value) {
        Map<String, String> more = new TreeMap<>(commandLine);
        more.put(key, value);
        return new Settings(more, environment, layers);
    }

    /** A copy that leads to this namespace, whatever connection string the environment holds. */
    public Settings withNamespace(String namespace) {
        return with(NAMESPACE, namespace).with(CONNECTION_STRING, "");
    }

    /**
     * The value of a property or of its environment variable, without surrounding blanks; empty when there is none. A secret may
     * also stand in a file, which an environment variable with the suffix {@code _FILE} names.
     *
     * @throws ConfigurationException when that file is empty or cannot be read
     */
    public Optional<String> find(String key) {
        String value = commandLine.get(key);
        if (value != null) {
            return isUnset(value) ? Optional.empty() : Optional.of(value.strip());
        }
        value = fromEnvironment(key);
        for (int i = 0; isUnset(value) && i < layers.size(); i++) {
            value = layers.get(i).getProperty(key);
        }
        return isUnset(value) ? Optional.empty() : Optional.of(value.strip());
    }

    /** An environment variable under exactly this name; empty when it is not set or set to nothing. */
    public Optional<String> environmentVariable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !isUnset(value));
    }

    /**
     * A port number.
     *
     * @throws ConfigurationException when the value is not a number from 0 to 65535
     */
    public int port(String key, int defaultPort) {
        String value = find(key).orElse(String.valueOf(defaultPort));
        try {
            int port = Integer.parseInt(value);
            if (port >= 0 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Answered below like a number out of range.
        }
        throw new ConfigurationException(
                key + " is \"" + value + "\"; a port is a number from 0 (any free port) to 65535."
                        + " Set it as a property or in the environment (" + String.join(" or ", EnvironmentName.of(key))
                        + ").");
    }

    /**
     * A truth value.
     *
     * @throws ConfigurationException when the value is neither true nor false
     */
    public boolean flag(String key, boolean defaultValue) {
        String value = find(key).orElse(String.valueOf(defaultValue)).toLowerCase(Locale.ROOT);
        if (value.equals("true") || value.equals("false")) {
            return value.equals("true");
        }
        throw new ConfigurationException(key + " is \"" + value + "\"; it must be true or false.");
    }

    /** Every property that the layers name, each with the value that wins. */
    public Map<String, String> all() {
        Map<String, String> found = new TreeMap<>();
        commandLine.keySet().forEach(key -> find(key).ifPresent(value -> found.put(key, value)));
        for (Properties layer : layers) {
            for (String key : layer.stringPropertyNames()) {
                find(key).ifPresent(value -> found.putIfAbsent(key, value));
            }
        }
        return found;
    }

    /**
     * The properties under a prefix that ends in a dot, each with the value that wins. Of a variable of the environment the rest of
     * the name is in lower case, with a dot for each underscore.
     */
    public Map<String, String> startingWith(String prefix) {
        Map<String, String> found = new TreeMap<>();
        String variables = EnvironmentName.relaxed(prefix);
        environment.forEach((name, value) -> {
            if (name.startsWith(variables) && name.length() > variables.length() && !isUnset(value)) {
                String rest = name.substring(variables.length())
                        .toLowerCase(Locale.ROOT)
                        .replace('_', '.');
                found.put(prefix + rest, value.strip());
            }
        });
        all().forEach((name, value) -> {
            if (name.startsWith(prefix)) {
                found.putIfAbsent(name, value);
            }
        });
        return found;
    }

    private String fromEnvironment(String key) {
        for (String name : EnvironmentName.of(key)) {
            String value = environment.get(name);
            String file = isSecret(key) ? environment.get(name + SecretFile.SUFFIX) : null;
            if (!isUnset(value) && !isUnset(file)) {
                throw new ConfigurationException(
                        name + " and " + name + SecretFile.SUFFIX + " are both set; set one of them.");
            }
            if (!isUnset(value)) {
                return value;
            }
            if (!isUnset(file)) {
                return SecretFile.read(name + SecretFile.SUFFIX, file.strip());
            }
        }
        return null;
    }

    private static boolean isUnset(String value) {
        return value == null || value.isBlank();
    }
}
