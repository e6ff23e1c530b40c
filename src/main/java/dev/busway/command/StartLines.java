package dev.busway.command;

import dev.busway.host.Host;
import dev.busway.host.Version;
import dev.busway.settings.Connection;
import java.lang.management.ManagementFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a host says of itself when it has started; nothing of it is secret. */
final class StartLines {

    private static final Logger LOG = LoggerFactory.getLogger("dev.busway");

    private StartLines() {}

    static void write(Host host) {
        Connection connection = host.access().connection();
        LOG.info("Busway {} on Java {}", Version.ofThisJar(), Runtime.version().feature());
        LOG.info("Service Bus {}, credential: {}", connection.host(), connection.credentialKind());
        host.lanes().forEach(lane -> LOG.atInfo()
                .addKeyValue("app", lane.app())
                .addKeyValue("in", lane.input())
                .addKeyValue("out", String.join(",", lane.outputs()))
                .log("hosted"));
        LOG.info("Routes from {}", host.apps().place());
        LOG.info("Health {}", host.health());
        long sinceStart = System.currentTimeMillis()
                - ManagementFactory.getRuntimeMXBean().getStartTime();
        LOG.info("Started in {} ms", sinceStart);
    }
}
