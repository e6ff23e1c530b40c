package dev.busway.routes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.spi.Resource;
import org.apache.camel.spi.annotations.Component;
import org.apache.camel.support.PluginHelper;

/** A copy of the shipped routes that runs with in-memory queues and can be edited. */
final class EditedRoutes implements AutoCloseable {

    /** An input queue that a route can be built with, but not started. */
    static final String UNSTARTABLE = "unstartable";

    private final Path folder;
    private final DefaultCamelContext context = new DefaultCamelContext();
    private final RouteReload reload;

    EditedRoutes(Path folder) throws Exception {
        this(folder, file -> true);
    }

    /** With a folder of routes alone, as if somebody had copied them out of the jar. */
    static EditedRoutes withoutSchemas(Path folder) throws Exception {
        return new EditedRoutes(folder, file -> !file.startsWith("routes/schemas"));
    }

    /** With the shared error handling alone. */
    static EditedRoutes withoutApps(Path folder) throws Exception {
        return new EditedRoutes(folder, file -> file.endsWith("routes") || file.endsWith("error-handling.camel.yaml"));
    }

    private EditedRoutes(Path folder, Predicate<Path> chosen) throws Exception {
        this.folder = folder;
        copy(Path.of("routes"), folder, chosen);
        surround(context);
        context.addComponent("azure-servicebus", new InMemoryQueues());
        Schemas schemas = Schemas.of(context);
        reload = new RouteReload(context, folder, new RouteCheck(this::surround), schemas, InstantSource.system());
        try (Stream<Path> files = Files.list(folder)) {
            List<Resource> resources = files.filter(Files::isRegularFile)
                    .map(file -> PluginHelper.getResourceLoader(context).resolveResource("file:" + file))
                    .toList();
            // All at once, as a host does: shared error handling holds for what is loaded with it or after it.
            context.setRouteFilter(route -> {
                RouteIds.assign(route);
                return true;
            });
            PluginHelper.getRoutesLoader(context).loadRoutes(resources);
        }
        context.start();
        reload.look();
    }

    /**
     * What a host that starts now would run, as {@link #outcomes} tells it.
     *
     * @throws RefusedRoutesException when it would not start
     */
    static Map<String, String> afterARestart(Path folder, List<String> queues) throws Exception {
        try (DefaultCamelContext fresh = new DefaultCamelContext()) {
            fresh.getPropertiesComponent().setInitialProperties(new Properties());
            fresh.addComponent("azure-servicebus", new InMemoryQueues());
            List<String> locations = RoutesFolder.of(folder).files().stream()
                    .map(file -> "file:" + file)
                    .toList();
            RouteLoading.load(fresh, locations, route -> true);
            fresh.start();
            return outcomes(fresh, queues);
        }
    }

    /** What becomes of a message in each of these queues: its text at the end, and how often it was sent. */
    Map<String, String> outcomes(List<String> queues) {
        return outcomes(context, queues);
    }

    private static Map<String, String> outcomes(CamelContext context, List<String> queues) {
        Map<String, String> outcomes = new TreeMap<>();
        for (String queue : queues) {
            Exchange exchange = context.createProducerTemplate()
                    .send("direct:" + queue + "?block=false&failIfNoConsumers=false", each -> each.getMessage()
                            .setBody("in"));
            outcomes.put(queue, exchange.getMessage().getBody(String.class) + " " + exchange.getException());
        }
        return outcomes;
    }

    private static void copy(Path from, Path to, Predicate<Path> chosen) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(chosen).toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    private void surround(CamelContext any) {
        Properties properties = new Properties();
        properties.setProperty("busway.schemas", "file:" + folder.resolve("schemas"));
        any.getPropertiesComponent().setInitialProperties(properties);
        any.getRegistry().bind("gate", gate);
    }

    private final Gate gate = new Gate();

    Gate gate() {
        return gate;
    }

    RouteReload reload() {
        return reload;
    }

    Route route(String id) {
        return context.getRoute(id);
    }

    Path file(String name) {
        return folder.resolve(name);
    }

    String read(String name) {
        try {
            return Files.readString(file(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    EditedRoutes write(String name, String text) throws IOException {
        Files.writeString(file(name), text);
        return this;
    }

    EditedRoutes replace(String name, String before, String after) throws IOException {
        return write(name, read(name).replace(before, after));
    }

    /** As many looks as a file must be found the same before it counts, however it was edited. */
    EditedRoutes settle() throws IOException {
        for (int i = 0; i < FolderWatch.LOOKS_AT_A_PART; i++) {
            reload.look();
        }
        return this;
    }

    Exchange send(String queue, Object body) {
        return context.createProducerTemplate()
                .send("direct:" + queue, exchange -> exchange.getMessage().setBody(body));
    }

    @Override
    public void close() {
        reload.close();
        context.stop();
    }

    @Component("azure-servicebus")
    private static final class InMemoryQueues extends ServiceBusComponent {

        @Override
        protected Endpoint createEndpoint(String uri, String queue, Map<String, Object> parameters) {
            if (queue.equals(UNSTARTABLE)) {
                throw new IllegalStateException("the namespace does not allow this");
            }
            parameters.clear();
            return getCamelContext().getEndpoint("direct:" + queue + "?block=false&failIfNoConsumers=false");
        }
    }
}
