package dev.busway.command;

import dev.busway.deadletter.AppDeadLetters;
import dev.busway.deadletter.DeadLetter;
import dev.busway.deadletter.DeadLetterDetail;
import dev.busway.deadletter.DeadLetterGroup;
import dev.busway.deadletter.DeadLetterListing;
import dev.busway.deadletter.WorkResult;
import dev.busway.text.Visible;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** Prints dead letters and what was done with them for a person at a terminal. */
final class DeadLetterPrinter {

    private final PrintWriter out;

    DeadLetterPrinter(PrintWriter out) {
        this.out = out;
    }

    /** App by app, each with what its input's dead-letter queue holds. */
    void print(List<AppDeadLetters> found) {
        for (AppDeadLetters apps : found) {
            out.println((apps.apps().size() == 1 ? "app " : "apps ") + String.join(", ", apps.apps()));
            if (apps.failure() == null) {
                print(apps.listing());
            } else {
                out.println(Visible.line(apps.failure()));
            }
            out.println();
        }
        out.flush();
    }

    void print(DeadLetterListing listing) {
        if (listing.total() == 0) {
            out.println(
                    "No dead letters of " + listing.queue() + (listing.complete() ? "." : " in what was looked at."));
            return;
        }
        out.printf("%d dead letters of %s%s%n", listing.total(), listing.queue(), more(listing));
        out.println();
        out.printf("%8s  %-24s  %-20s  %s%n", "count", "reason", "newest", "description");
        for (DeadLetterGroup group : listing.groups()) {
            out.printf(
                    "%8d  %-24s  %-20s  %s%n",
                    group.count(),
                    named(group.reason()),
                    group.newest().truncatedTo(ChronoUnit.SECONDS),
                    oneLine(group.description()));
        }
        if (!listing.letters().isEmpty()) {
            out.println();
            out.printf("%14s  %-20s  %-24s  %s%n", "sequence no.", "enqueued", "reason", "message id");
        }
        for (DeadLetter letter : listing.letters()) {
            out.printf(
                    "%14d  %-20s  %-24s  %s%n",
                    letter.sequenceNumber(),
                    letter.enqueuedAt().truncatedTo(ChronoUnit.SECONDS),
                    named(letter.reason()),
                    oneLine(letter.messageId()));
        }
        out.flush();
    }

    void print(DeadLetterDetail detail) {
        DeadLetter letter = detail.letter();
        line("sequence number", letter.sequenceNumber());
        line("message id", letter.messageId());
        line("correlation id", letter.correlationId());
        line("subject", letter.subject());
        line("content type", letter.contentType());
        line("session id", letter.sessionId());
        line("enqueued", letter.enqueuedAt());
        line("delivery count", letter.deliveryCount());
        line("reason", letter.reason());
        line("description", letter.description());
        line("source", letter.source());
        letter.properties().forEach((name, value) -> line("property " + name, value));
        out.println();
        out.println(Visible.block(detail.body()));
        out.flush();
    }

    void print(WorkResult result, String done) {
        if (result.end() == WorkResult.End.DRY_RUN) {
            out.printf("%d dead letters would be %s. Nothing was done.%n", result.chosen(), done);
        } else {
            out.printf(
                    "%d of %d dead letters %s, %d failed, %d left%s.%n",
                    result.done(), result.chosen(), done, result.failed(), result.left(), because(result));
        }
        result.failures().forEach(failure -> out.println("  failed " + Visible.line(failure)));
        out.flush();
    }

    private void line(String name, Object value) {
        if (value != null && !value.toString().isEmpty()) {
            out.printf("%-18s %s%n", Visible.line(name) + ":", Visible.line(value));
        }
    }

    private static String because(WorkResult result) {
        return switch (result.end()) {
            case STOPPED -> " (stopped)";
            case OUT_OF_REACH -> " (out of reach: held by somebody else, or behind too many that do not fit)";
            case FINISHED, DRY_RUN -> "";
        };
    }

    private static String more(DeadLetterListing listing) {
        return listing.complete() ? "" : " (there are more; only the first were looked at)";
    }

    private static String named(String reason) {
        return reason.isEmpty() ? "(none)" : oneLine(reason);
    }

    private static String oneLine(String text) {
        return Visible.line(text.replaceAll("\\s+", " ").strip());
    }
}
