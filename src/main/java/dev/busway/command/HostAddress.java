package dev.busway.command;

import dev.busway.dev.RunningDev;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Which running host a command talks to, and the token that it shows there. The token has no option of its own, because what is
 * written on a command line stands in the list of processes and in the history of the shell.
 */
final class HostAddress {

    private static final int DEFAULT_PORT = 8080;

    @Option(
            names = "--url",
            paramLabel = "<url>",
            description =
                    "Where the host answers (default: this machine, at BUSWAY_HTTP_PORT or PORT, else where a dev that"
                            + " runs in this folder answers, else at 8080)")
    private URI url;

    @Option(
            names = "--token-file",
            paramLabel = "<file>",
            description = "File that holds the operations token (default: the environment's BUSWAY_OPS_TOKEN)")
    private Path tokenFile;

    /**
     * The host's API; nothing is connected yet.
     *
     * @throws ConfigurationException when the address or the token cannot be one
     */
    HostApi open() {
        Settings settings = Settings.ofThisProcess();
        return new HostApi(url == null ? local(settings) : checked(url), token(settings));
    }

    /** A port that somebody has set wins; 0 and the default could be that of any host, so there a dev of this folder does. */
    /**
     * The API of each host behind the name of {@code --url}, such as that of a headless service: one for each address that the name
     * has.
     *
     * @throws ConfigurationException when there is no such name, or it cannot stand for several hosts
     */
    List<HostApi> openAll() {
        Settings settings = Settings.ofThisProcess();
        URI named = url == null ? local(settings) : checked(url);
        if (!"http".equals(named.getScheme())) {
            throw new ConfigurationException(
                    "--all asks each address by itself, for which no certificate holds; use http.");
        }
        try {
            List<HostApi> found = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(named.getHost())) {
                String literal = address instanceof Inet6Address
                        ? "[" + address.getHostAddress() + "]"
                        : address.getHostAddress();
                found.add(new HostApi(
                        URI.create("http://" + literal + ":" + (named.getPort() < 0 ? 80 : named.getPort())),
                        token(settings)));
            }
            return found;
        } catch (UnknownHostException unknown) {
            throw new ConfigurationException("There is no host named " + named.getHost() + ".", unknown);
        }
    }

    private static URI local(Settings settings) {
        int port = settings.port(Settings.HTTP_PORT, DEFAULT_PORT);
        if (port == 0 || port == DEFAULT_PORT) {
            port = RunningDev.find(Path.of("")).map(RunningDev::httpPort).orElse(port);
        }
        if (port == 0) {
            throw new ConfigurationException(
                    Settings.HTTP_PORT + " is 0, any free port: say by --url where the host answers.");
        }
        return URI.create("http://localhost:" + port);
    }

    private static URI checked(URI url) {
        boolean http = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
        if (!http || url.getHost() == null || url.getRawUserInfo() != null) {
            throw new ConfigurationException("--url must be the address of a host, such as http://localhost:8080.");
        }
        return url;
    }

    private Optional<String> token(Settings settings) {
        Optional<String> token = tokenFile == null ? settings.find(Operations.TOKEN) : Optional.of(read(tokenFile));
        // The client would quote a header that it refuses, and so the token.
        if (token.filter(text -> !text.matches("[\\x21-\\x7e]+")).isPresent()) {
            throw new ConfigurationException("The operations token in "
                    + (tokenFile == null ? "BUSWAY_OPS_TOKEN" : tokenFile)
                    + " is empty or holds blanks, line ends or other characters that no token has.");
        }
        return token;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8).strip();
        } catch (IOException unreadable) {
            throw new ConfigurationException("Cannot read the operations token from " + file + ": " + unreadable);
        }
    }
}
