package dev.busway.routetest;

import java.io.IOException;
import java.nio.file.ClosedWatchServiceException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/** Waits for changes in a folder and those within it. For one thread. */
public final class FolderChanges implements AutoCloseable {

    private final WatchService service;

    private FolderChanges(WatchService service) {
        this.service = service;
    }

    /**
     * Begins to watch.
     *
     * @throws IOException when the folder cannot be watched
     */
    public static FolderChanges of(Path folder) throws IOException {
        WatchService service = folder.getFileSystem().newWatchService();
        try (Stream<Path> folders = Files.walk(folder)) {
            for (Path each : folders.filter(Files::isDirectory).toList()) {
                each.register(
                        service,
                        StandardWatchEventKinds.ENTRY_CREATE,
                        StandardWatchEventKinds.ENTRY_DELETE,
                        StandardWatchEventKinds.ENTRY_MODIFY);
            }
        } catch (IOException e) {
            service.close();
            throw e;
        }
        return new FolderChanges(service);
    }

    /**
     * Waits for a change, and then until nothing has changed for a while: editors write in several steps.
     *
     * @return false when nobody wants to wait any more
     */
    public boolean await(Duration quiet, BooleanSupplier stopping) {
        try {
            while (!stopping.getAsBoolean()) {
                WatchKey key = service.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
                if (key != null) {
                    do {
                        key.pollEvents();
                        key.reset();
                        key = service.poll(quiet.toMillis(), TimeUnit.MILLISECONDS);
                    } while (key != null);
                    return true;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ClosedWatchServiceException e) {
            return false;
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        service.close();
    }
}
