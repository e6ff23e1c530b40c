package dev.busway.host;

import dev.busway.servicebus.BuswayServiceBusComponent;
import dev.busway.settings.Settings;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.Main;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.main.SimpleMainShutdownStrategy;

/** Makes a Camel Main that takes every property from our settings and our component instead of the stock one. */
final class CamelMain {

    private CamelMain() {}

    static Main create(Settings settings, RouteFiles files, OutsideApps outside) {
        Main main = new Main();
        // The signals belong to the command line; Camel's own hook would stop the context behind its back.
        main.setShutdownStrategy(new SimpleMainShutdownStrategy());
        main.setDefaultPropertyPlaceholderLocation("false");
        // Here and not below: a context has looked for Simple before anybody is told of it. File is Simple by another
        // name.
        main.bind("simple", new GuardedSimple());
        main.bind("file", new GuardedSimple());
        main.addMainListener(new MainListenerSupport() {
            @Override
            public void beforeInitialize(BaseMainSupport starting) {
                CamelContext context = starting.getCamelContext();
                // So that a failure can name the file and line of its step; and a log step goes by the id of its
                // route all the same, which Camel would then replace by file and line.
                context.setSourceLocationEnabled(true);
                context.getGlobalOptions().putIfAbsent(Exchange.LOG_EIP_NAME, "${routeId}");
                outside.applyTo(context);
                new SettingsInCamel(settings.with(Settings.SCHEMAS, files.schemas())).accept(context);
                BuswayServiceBusComponent.bindTo(context);
            }
        });
        return main;
    }
}
