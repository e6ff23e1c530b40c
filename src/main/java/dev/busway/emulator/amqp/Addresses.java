package dev.busway.emulator.amqp;

import java.util.Locale;
import org.apache.qpid.proton.amqp.transaction.Coordinator;
import org.apache.qpid.proton.engine.Link;
import org.apache.qpid.proton.engine.Receiver;

/** Addresses as clients write them: plain, or as a URL with the name of the namespace in front. */
final class Addresses {

    static final String CBS = "$cbs";
    private static final String MANAGEMENT = "/$management";

    private Addresses() {}

    /** The address that a link is about, from the broker's end; empty for the coordinator or where there is none. */
    static String of(Link link) {
        String address;
        if (link instanceof Receiver) {
            boolean addressed = link.getRemoteTarget() != null && !(link.getRemoteTarget() instanceof Coordinator);
            address = addressed ? link.getRemoteTarget().getAddress() : null;
        } else {
            address = link.getRemoteSource() == null
                    ? null
                    : link.getRemoteSource().getAddress();
        }
        return address == null ? "" : plain(address);
    }

    /** Without scheme, host and leading slash. */
    static String plain(String address) {
        int scheme = address.indexOf("://");
        String path = address;
        if (scheme >= 0) {
            int slash = address.indexOf('/', scheme + 3);
            path = slash < 0 ? "" : address.substring(slash + 1);
        }
        return path.startsWith("/") ? path.substring(1) : path;
    }

    static boolean isManagement(String address) {
        return address.toLowerCase(Locale.ROOT).endsWith(MANAGEMENT);
    }

    /** The entity that a management node belongs to; any other address as it is. */
    static String entityOf(String address) {
        return isManagement(address) ? address.substring(0, address.length() - MANAGEMENT.length()) : address;
    }
}
