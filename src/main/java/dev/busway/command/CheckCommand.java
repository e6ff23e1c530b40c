package dev.busway.command;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.credential.TokenRequestContext;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.host.ServiceBusAccess;
import dev.busway.routes.RouteMap;
import dev.busway.settings.Settings;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Tries everything that the apps will need of Service Bus, without taking or sending a message. */
@Command(
        name = "check",
        description = "Try namespace, credential, queues and rights of the apps; takes and sends no message",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class)
public final class CheckCommand implements Callable<Integer> {

    private static final String SCOPE = "https://servicebus.azure.net/.default";
    private static final Duration TRY = Duration.ofSeconds(10);

    @Spec
    private CommandSpec spec;

    @Mixin
    private RouteArguments routes = new RouteArguments();

    @Mixin
    private ServiceBusOptions serviceBus = new ServiceBusOptions();

    private boolean good = true;

    @Override
    public Integer call() {
        Logs.ofTool();
        Settings settings = serviceBus.settings();
        List<Path> files = routes.files(settings);
        RouteMap map = routes.check(settings, files).map(files);
        ServiceBusAccess access = ServiceBusAccess.from(settings);
        namespace(access);
        credential(access);
        if (good) {
            for (RouteMap.Lane lane : map.lanes()) {
                receiving(access, lane);
                lane.outputs().forEach(output -> sending(access, lane, output));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(
                "not known  lock duration, max delivery count and duplicate detection: reading them needs the right to manage,"
                        + " which Busway does without. See: az servicebus queue show --query"
                        + " \"[lockDuration,maxDeliveryCount,requiresDuplicateDetection]\"");
        out.flush();
        return good ? ExitCode.OK : ExitCode.SOFTWARE;
    }

    private void namespace(ServiceBusAccess access) {
        String host = access.connection().host();
        String name = host.replaceFirst(":\\d+$", "");
        try {
            say("namespace " + host + " is " + InetAddress.getByName(name).getHostAddress());
        } catch (UnknownHostException unknown) {
            bad("namespace " + host + " is not known to DNS. Is it spelt right, and is a private DNS zone linked?");
        }
    }

    private void credential(ServiceBusAccess access) {
        String kind = access.connection().credentialKind();
        if (access.credential().isEmpty()) {
            say("credential: " + kind);
            return;
        }
        try {
            var token = access.credential().get().getTokenSync(new TokenRequestContext().addScopes(SCOPE));
            say("credential: " + kind + " gave a token that is good until " + token.getExpiresAt());
        } catch (RuntimeException refused) {
            bad("credential: " + kind + " gave no token: " + Reason.of(refused));
        }
    }

    private void receiving(ServiceBusAccess access, RouteMap.Lane lane) {
        try (ServiceBusReceiverClient receiver = access.clientBuilder()
                .retryOptions(patience())
                .receiver()
                .queueName(lane.input())
                .buildClient()) {
            receiver.peekMessage();
            say(lane.app() + " may receive from " + lane.input());
        } catch (RuntimeException refused) {
            bad(lane.app() + " cannot receive from " + lane.input() + ": " + Reason.of(refused));
        }
    }

    private void sending(ServiceBusAccess access, RouteMap.Lane lane, String output) {
        try (ServiceBusSenderClient sender = access.clientBuilder()
                .retryOptions(patience())
                .sender()
                .queueName(output)
                .buildClient()) {
            int most = sender.createMessageBatch().getMaxSizeInBytes();
            say(lane.app() + " may send to " + output + ", messages of up to " + most / 1024 + " KiB");
        } catch (RuntimeException refused) {
            bad(lane.app() + " cannot send to " + output + ": " + Reason.of(refused));
        }
    }

    private static AmqpRetryOptions patience() {
        return new AmqpRetryOptions().setMaxRetries(1).setTryTimeout(TRY);
    }

    private void say(String line) {
        spec.commandLine().getOut().println("good       " + line);
    }

    private void bad(String line) {
        good = false;
        spec.commandLine().getOut().println("bad        " + line);
    }

    /** What a refusal means for the person who set things up, in one line. */
    private static final class Reason {

        private Reason() {}

        static String of(RuntimeException refusal) {
            String text = String.valueOf(refusal.getMessage());
            String line = text.lines().findFirst().orElse("");
            return line + remedy(text);
        }

        private static String remedy(String text) {
            if (text.contains("could not be found") || text.contains("not-found")) {
                return " -> Create it, or set the name that it really has (see busway routes).";
            }
            if (text.contains("nauthorized")) {
                return " -> Give the identity its role (see busway rights); a new assignment takes some minutes to work.";
            }
            if (text.contains("imeout") || text.contains("refused")) {
                return " -> Does a firewall let port 5671 out, and this address into the namespace?";
            }
            return "";
        }
    }
}
