package dev.busway.servicebus.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;

/**
 * Derives the ids of messages that we send, so that every try and every redelivery of one input gives its outputs the same
 * ids, and duplicate detection on the output queue can remove repeats.
 */
public final class MessageIds {

    /** The most characters that Service Bus takes in a message id. */
    public static final int MAX_LENGTH = 128;

    private static final int DIGEST_LENGTH = 32;

    private MessageIds() {}

    /**
     * What the ids of all outputs of one input begin with. It names the queue too, because inputs of two queues may have the
     * same id, and duplicate detection on an output queue knows the id alone.
     *
     * @param id the input's id, see {@link Origin#id()}
     * @param input the queue or subscription that it came from, whose name holds no {@code @}
     */
    public static String origin(String id, String input) {
        return id + "@" + input.toLowerCase(Locale.ROOT);
    }

    /**
     * The id of one output.
     *
     * @param origin what the ids of the input's outputs begin with, see {@link #origin}
     * @param target the queue or topic that it goes to
     * @param index which of the outputs of this input to this target it is, from 0
     */
    public static String ofOutput(String origin, String target, int index) {
        return numbered(origin + "/" + target, index);
    }

    /** The first of a series has the id {@code base} itself, the others a number behind it; {@code index} counts from 0. */
    static String numbered(String base, int index) {
        return fit(index == 0 ? base : base + "/" + (index + 1));
    }

    /** The id of the copy that is scheduled for a later try; {@code attempt} counts from 1. */
    public static String ofAttempt(String origin, int attempt) {
        return fit(origin + "/attempt-" + attempt);
    }

    /** The id itself, or, where it is too long, its head followed by a digest of all of it. */
    static String fit(String id) {
        if (id.length() <= MAX_LENGTH) {
            return id;
        }
        int head = MAX_LENGTH - DIGEST_LENGTH - 1;
        if (Character.isHighSurrogate(id.charAt(head - 1))) {
            head--;
        }
        return id.substring(0, head) + "~" + digest(id);
    }

    private static String digest(String id) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, DIGEST_LENGTH / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new LinkageError("Every JDK has SHA-256", e);
        }
    }
}
