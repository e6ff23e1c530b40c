package dev.busway.command;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How {@code busway apps} shows the apps: once or again and again, of one host or of all, as a table or as JSON. */
final class AppsView {

    private static final Duration BETWEEN = Duration.ofSeconds(2);
    private static final String CLEAR = "\033[H\033[2J";

    @Option(names = "--watch", description = "Show them again every 2 seconds, until Ctrl-C")
    private boolean watch;

    @Option(
            names = "--all",
            description = "Ask every host behind the name of --url, such as that of a headless service")
    private boolean all;

    @Mixin
    private JsonOutput json = new JsonOutput();

    /** Shows what the hosts say; exit code 1 when one of several does not answer. */
    int show(HostAddress address, PrintWriter out) {
        if (!watch) {
            return once(address, out);
        }
        StopSignals signals = StopSignals.listen();
        do {
            if (!json.isWanted() && Terminal.isThere()) {
                // Past the command's own writer, which writes out what would act on a terminal.
                System.out.print(CLEAR);
                System.out.flush();
            }
            once(address, out);
        } while (!signals.await(BETWEEN));
        return ExitCode.OK;
    }

    private int once(HostAddress address, PrintWriter out) {
        return all ? ofAll(address, out) : ofOne(address.open().apps(), out);
    }

    private int ofOne(JsonNode answer, PrintWriter out) {
        if (json.isWanted()) {
            write(out, answer);
        } else {
            new AppsPrinter(out).table(answer);
        }
        return ExitCode.OK;
    }

    private int ofAll(HostAddress address, PrintWriter out) {
        List<Map<String, Object>> hosts = new ArrayList<>();
        int failed = 0;
        for (HostApi api : address.openAll()) {
            Map<String, Object> host = new LinkedHashMap<>();
            host.put("url", api.address().toString());
            try {
                JsonNode answer = api.apps();
                host.put("answer", answer);
                if (!json.isWanted()) {
                    out.println(api.address());
                    new AppsPrinter(out).table(answer);
                    out.println();
                }
            } catch (HostApiException unreachable) {
                failed++;
                host.put("failure", unreachable.getMessage());
                if (!json.isWanted()) {
                    out.println(unreachable.getMessage());
                    out.println();
                }
            }
            hosts.add(host);
        }
        if (json.isWanted()) {
            write(out, Map.of("hosts", hosts));
        }
        out.flush();
        return failed == 0 ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    /** One line for each look when there are many. */
    private void write(PrintWriter out, Object value) {
        if (watch) {
            JsonOutput.line(out, value);
        } else {
            JsonOutput.pretty(out, value);
        }
    }
}
