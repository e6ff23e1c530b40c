package dev.busway.check;

import com.azure.core.amqp.AmqpRetryOptions;
import com.azure.core.credential.AccessToken;
import com.azure.core.credential.TokenRequestContext;
import com.azure.messaging.servicebus.ServiceBusClientBuilder;
import com.azure.messaging.servicebus.ServiceBusReceiverClient;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import dev.busway.address.Address;
import dev.busway.check.Finding.Verdict;
import dev.busway.credential.TokenProbe;
import dev.busway.host.Lane;
import dev.busway.host.ServiceBusAccess;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Tries namespace, credential, and each link to each queue of each app, then reads how the queues are set up where it may.
 * Takes and sends no message, changes nothing, and needs no right that the apps do not need. Blocks; for one thread.
 */
public final class ServiceBusCheck {

    private static final Duration TRY = Duration.ofSeconds(10);

    private final ServiceBusAccess access;
    private final Consumer<Finding> findings;
    private boolean good = true;

    /**
     * A check that has not run.
     *
     * @param findings hears of each as it is found
     */
    public ServiceBusCheck(ServiceBusAccess access, Consumer<Finding> findings) {
        this.access = access;
        this.findings = findings;
    }

    /** Runs once; true when nothing was found that keeps an app from working. */
    public boolean run(List<Lane> lanes) {
        namespace();
        credential();
        if (good) {
            // One builder, so that all links share one connection.
            ServiceBusClientBuilder builder = access.clientBuilder()
                    .retryOptions(new AmqpRetryOptions().setMaxRetries(1).setTryTimeout(TRY));
            for (Lane lane : lanes) {
                receiving(builder, lane);
                lane.outputs().forEach(output -> sending(builder, lane, output));
            }
            facts(lanes);
        }
        return good;
    }

    private void namespace() {
        String host = access.connection().host();
        try {
            String address =
                    InetAddress.getByName(host.replaceFirst(":\\d+$", "")).getHostAddress();
            tell(Finding.good("", "", "namespace " + host + " is " + address));
        } catch (UnknownHostException unknown) {
            tell(Finding.bad(
                    "",
                    "",
                    "namespace " + host + " is not known to DNS",
                    "Is it spelt right, and is a private DNS zone linked?"));
        }
    }

    private void credential() {
        String kind = "credential: " + access.connection().credentialKind();
        if (access.credential().isEmpty()) {
            tell(Finding.good("", "", kind));
            return;
        }
        try {
            AccessToken token =
                    access.credential().get().getTokenSync(new TokenRequestContext().addScopes(TokenProbe.SCOPE));
            tell(Finding.good(
                    "",
                    "",
                    kind + " gave a token" + Identity.of(token.getToken()) + ", good until " + token.getExpiresAt()));
        } catch (RuntimeException refused) {
            Refusal refusal = Refusal.of(refused);
            tell(Finding.bad("", "", kind + " gave no token: " + refusal.reason(), refusal.remedy()));
        }
    }

    private void receiving(ServiceBusClientBuilder builder, Lane lane) {
        try (ServiceBusReceiverClient receiver =
                Address.of(lane.input()).receiver(builder).disableAutoComplete().buildClient()) {
            receiver.peekMessage();
            tell(Finding.good(lane.app(), lane.input(), lane.app() + " may receive from " + lane.input()));
        } catch (RuntimeException refused) {
            Refusal refusal = Refusal.of(refused);
            tell(Finding.bad(
                    lane.app(),
                    lane.input(),
                    lane.app() + " cannot receive from " + lane.input() + ": " + refusal.reason(),
                    refusal.remedy()));
        }
    }

    private void sending(ServiceBusClientBuilder builder, Lane lane, String output) {
        // A topic has the address that a queue of its name would have.
        try (ServiceBusSenderClient sender = builder.sender().queueName(output).buildClient()) {
            int most = sender.createMessageBatch().getMaxSizeInBytes();
            tell(Finding.good(
                    lane.app(),
                    output,
                    lane.app() + " may send to " + output + ", messages of up to " + most / 1024 + " KiB"));
        } catch (RuntimeException refused) {
            Refusal refusal = Refusal.of(refused);
            tell(Finding.bad(
                    lane.app(),
                    output,
                    lane.app() + " cannot send to " + output + ": " + refusal.reason(),
                    refusal.remedy()));
        }
    }

    private void facts(List<Lane> lanes) {
        QueueFacts facts = new QueueFacts(
                access.administration(), access.connection().host().replaceFirst("\\..*", ""));
        Set<String> told = new HashSet<>();
        for (Lane lane : lanes) {
            facts.ofInput(lane.app(), lane.input()).forEach(this::tell);
            for (String output : lane.outputs()) {
                if (told.add(output)) {
                    facts.ofOutput(lane.app(), output).forEach(this::tell);
                }
            }
        }
    }

    private void tell(Finding finding) {
        good &= finding.verdict() != Verdict.BAD;
        findings.accept(finding);
    }
}
