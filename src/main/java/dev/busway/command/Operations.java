package dev.busway.command;

import dev.busway.host.ServiceBusAccess;
import dev.busway.http.HttpPart;
import dev.busway.http.LocalNames;
import dev.busway.metrics.HostMetrics;
import dev.busway.ops.Access;
import dev.busway.ops.OpsPart;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;

/** What operators reach over HTTP besides health: metrics, the operations page and its API. */
final class Operations {

    /** The bearer token for changes; environment BUSWAY_OPS_TOKEN. A secret. */
    static final String TOKEN = "busway.ops.token";

    /** In characters; from 20 random ones on nobody guesses. */
    private static final int MIN_TOKEN = 20;

    private Operations() {}

    /** For a host: changes need the token, and are refused when there is none. */
    static Function<CamelContext, List<HttpPart>> guarded(Settings settings) {
        return parts(
                settings,
                Access.token(settings.find(TOKEN).map(Operations::longEnough).orElse(null)));
    }

    /** For somebody's own machine; the host must listen on loopback only. */
    static Function<CamelContext, List<HttpPart>> open(Settings settings) {
        Function<CamelContext, List<HttpPart>> parts = parts(settings, Access.loopback());
        return context -> Stream.concat(Stream.of(new LocalNames()), parts.apply(context).stream())
                .toList();
    }

    /** Who can guess a token can purge queues, so one that can be guessed is none. */
    private static String longEnough(String token) {
        if (token.length() < MIN_TOKEN) {
            throw new ConfigurationException("BUSWAY_OPS_TOKEN (" + TOKEN + ") has " + token.length()
                    + " characters, which can be guessed; it needs " + MIN_TOKEN
                    + " or more. Make one with: openssl rand -hex 32");
        }
        return token;
    }

    private static Function<CamelContext, List<HttpPart>> parts(Settings settings, Access access) {
        ServiceBusAccess serviceBus = ServiceBusAccess.from(settings);
        return context ->
                List.of(HostMetrics.addTo(context), OpsPart.addTo(context, access, serviceBus::clientBuilder));
    }
}
