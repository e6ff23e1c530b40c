package dev.busway.check;

import dev.busway.host.Host;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * The check of a host that has started, on a thread of its own: nothing waits for it, and it fails nothing. Health says at any
 * time what works; this says once what to do about what does not.
 */
public final class BackgroundCheck {

    private static final Logger LOG = LoggerFactory.getLogger("dev.busway.check");

    /** The apps come first: opening links of its own beside theirs made them ready later. */
    private static final int AFTER_THE_START_SECONDS = 2;

    private BackgroundCheck() {}

    /** Starts the check in a while and returns. It ends by itself, and keeps no process from ending. */
    public static void start(Host host) {
        CompletableFuture.delayedExecutor(AFTER_THE_START_SECONDS, TimeUnit.SECONDS, BackgroundCheck::onItsOwnThread)
                .execute(() -> run(host));
    }

    private static void onItsOwnThread(Runnable check) {
        Thread thread = new Thread(check, "busway-check");
        thread.setDaemon(true);
        thread.start();
    }

    private static void run(Host host) {
        try {
            if (new ServiceBusCheck(host.access(), BackgroundCheck::log).run(host.lanes())) {
                LOG.info("Checked: namespace, credential, queues and rights are as the apps need them");
            }
        } catch (RuntimeException failure) {
            // Whatever it was, the apps have their own word on what works.
            LOG.debug("The check of Service Bus ended early", failure);
        }
    }

    private static void log(Finding finding) {
        LoggingEventBuilder line = LOG.atLevel(level(finding.verdict()));
        line = finding.app().isEmpty() ? line : line.addKeyValue("app", finding.app());
        line = finding.queue().isEmpty() ? line : line.addKeyValue("queue", finding.queue());
        line.log(finding.line());
    }

    private static Level level(Finding.Verdict verdict) {
        return switch (verdict) {
            case GOOD, UNKNOWN -> Level.DEBUG;
            case ADVICE -> Level.INFO;
            case BAD -> Level.WARN;
        };
    }
}
