package dev.busway.settings;

import java.util.Locale;
import java.util.Set;

/**
 * The names of what gives power over the host, its namespace or its identity. Their values are shown to nobody, and no route can
 * read them by whatever road and spelling; everything else of the environment a route may read.
 */
public final class SecretNames {

    /** As environment variables are written. */
    private static final Set<String> NAMES = Set.of(
            "SERVICE_BUS_CONNECTION_STRING",
            "BUSWAY_CONNECTION_STRING",
            "BUSWAY_OPS_TOKEN",
            "CAMEL_COMPONENT_AZURE_SERVICEBUS_CONNECTION_STRING",
            "CAMEL_COMPONENT_AZURE_SERVICEBUS_CONNECTIONSTRING",
            "AZURE_CLIENT_SECRET",
            "AZURE_CLIENT_CERTIFICATE_PASSWORD",
            "AZURE_USERNAME",
            "AZURE_PASSWORD",
            "IDENTITY_HEADER",
            "MSI_SECRET",
            "OTEL_EXPORTER_OTLP_HEADERS",
            "OTEL_EXPORTER_OTLP_TRACES_HEADERS",
            "JAVAX_NET_SSL_KEYSTOREPASSWORD",
            "JAVAX_NET_SSL_TRUSTSTOREPASSWORD",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS");

    private SecretNames() {}

    /** Whether this is one of them, in whatever spelling a look-up would take: dots, dashes and case make no difference. */
    public static boolean contains(String name) {
        return NAMES.contains(name.strip().replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT));
    }
}
