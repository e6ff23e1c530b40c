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
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/**
 * Tries namespace, credential, and each link to each queue of each app, then reads how the queues are set up where it may.
 * Takes and sends no message, changes nothing, and needs no right that the apps do not need. Blocks; for one thread.
 */
public final class ServiceBusCheck {

    private static final Duration TRY = Duration.ofSeconds(10);

    /** Links that are tried at the same time. */
    private static final int AT_ONCE = 16;

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
            links(builder, lanes).forEach(this::tell);
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

    /** At once, or a broker that is silent would be waited for link after link; found in the order of the apps. */
    private static List<Finding> links(ServiceBusClientBuilder builder, List<Lane> lanes) {
        List<Callable<Finding>> links = new ArrayList<>();
        for (Lane lane : lanes) {
            links.add(() -> receiving(builder, lane));
            lane.outputs().forEach(output -> links.add(() -> sending(builder, lane, output)));
        }
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, task -> {
            Thread thread = new Thread(task, "busway-check");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Finding> found = new ArrayList<>(links.size());
            for (Future<Finding> link : threads.invokeAll(links)) {
                found.add(link.get());
            }
            return found;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return List.of();
        } catch (ExecutionException failure) {
            throw new IllegalStateException(failure.getCause());
        } finally {
            threads.shutdown();
        }
    }

    private static Finding receiving(ServiceBusClientBuilder builder, Lane lane) {
        try (ServiceBusReceiverClient receiver = receiver(builder, lane)) {
            receiver.peekMessage();
            return Finding.good(lane.app(), lane.input(), lane.app() + " may receive from " + lane.input());
        } catch (RuntimeException refused) {
            Refusal refusal = Refusal.of(refused);
            return Finding.bad(
                    lane.app(),
                    lane.input(),
                    lane.app() + " cannot receive from " + lane.input() + ": " + refusal.reason(),
                    refusal.remedy());
        }
    }

    /** A builder is for one thread at a time. */
    private static ServiceBusReceiverClient receiver(ServiceBusClientBuilder builder, Lane lane) {
        synchronized (builder) {
            return Address.of(lane.input())
                    .receiver(builder)
                    .disableAutoComplete()
                    .buildClient();
        }
    }

    private static ServiceBusSenderClient sender(ServiceBusClientBuilder builder, String output) {
        synchronized (builder) {
            // A topic has the address that a queue of its name would have.
            return builder.sender().queueName(output).buildClient();
        }
    }

    private static Finding sending(ServiceBusClientBuilder builder, Lane lane, String output) {
        try (ServiceBusSenderClient sender = sender(builder, output)) {
            int most = sender.createMessageBatch().getMaxSizeInBytes();
            return Finding.good(
                    lane.app(),
                    output,
                    lane.app() + " may send to " + output + ", messages of up to " + most / 1024 + " KiB");
        } catch (RuntimeException refused) {
            Refusal refusal = Refusal.of(refused);
            return Finding.bad(
                    lane.app(),
                    output,
                    lane.app() + " cannot send to " + output + ": " + refusal.reason(),
                    refusal.remedy());
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
