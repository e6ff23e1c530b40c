package dev.busway.host;

import dev.busway.routes.RouteCheck;
import dev.busway.routes.RouteReload;
import dev.busway.routes.Schemas;
import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.DefaultRegistry;

/** Looks after the schemas of a host and, where that is switched on, takes edits of its routes folder. */
final class RouteEdits {

    private static final String BEAN = "busway-route-reload";

    private RouteEdits() {}

    /** To be called before the context loads its routes; the reload, if any, is to be started after the context. */
    static Optional<RouteReload> watch(CamelContext context, Settings settings, RouteFiles files) {
        Schemas schemas = Schemas.of(context);
        if (files.folder().isEmpty() || !settings.flag(Settings.RELOAD, false)) {
            return Optional.empty();
        }
        return Optional.of(watch(context, files.folder().get(), check(context, settings, files), schemas));
    }

    /** Builds routes as this context would. */
    static RouteCheck check(CamelContext context, Settings settings, RouteFiles files) {
        SettingsInCamel visible = new SettingsInCamel(settings.with(Settings.SCHEMAS, files.schemas()));
        return new RouteCheck(aside -> {
            aside.setApplicationContextClassLoader(context.getApplicationContextClassLoader());
            visible.accept(aside);
            if (aside.getRegistry() instanceof DefaultRegistry registry) {
                registry.setLocalBeanRepository(new BeansOf(context));
            }
        });
    }

    private static RouteReload watch(CamelContext context, Path folder, RouteCheck check, Schemas schemas) {
        try {
            RouteReload reload = new RouteReload(context, folder, check, schemas, InstantSource.system());
            context.getRegistry().bind(BEAN, reload);
            return reload;
        } catch (IOException e) {
            throw new ConfigurationException("The folder " + folder + " cannot be read: " + e.getMessage(), e);
        }
    }
}
