package dev.busway.bench;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Runs another main class and meanwhile answers questions about this process on standard input: {@code allocated}
 * (bytes by all threads that live), {@code heap} (bytes in use after a full collection), {@code threads}.
 */
public final class Supervised {

    private Supervised() {}

    public static void main(String[] args) throws Exception {
        Thread answers = new Thread(Supervised::answer, "bench-answers");
        answers.setDaemon(true);
        answers.start();
        Class.forName(args[0]).getMethod("main", String[].class).invoke(null, (Object)
                Arrays.copyOfRange(args, 1, args.length));
    }

    private static void answer() {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                System.err.println(ChildJvm.ANSWER + value(line));
            }
        } catch (IOException e) {
            // The asking process is gone; nobody is left to tell.
            return;
        }
    }

    private static long value(String question) {
        return switch (question) {
            case "allocated" -> allocated();
            case "heap" -> heapAfterCollection();
            case "threads" -> ManagementFactory.getThreadMXBean().getThreadCount();
            default -> throw new IllegalArgumentException(question);
        };
    }

    private static long allocated() {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return Arrays.stream(threads.getThreadAllocatedBytes(threads.getAllThreadIds()))
                .filter(bytes -> bytes > 0)
                .sum();
    }

    private static long heapAfterCollection() {
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
