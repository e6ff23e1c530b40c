package dev.busway.bench;

import org.apache.camel.component.azure.servicebus.ServiceBusComponent;
import org.apache.camel.main.Main;

/** The shipped feedback-form route, unchanged, on Camel's own {@code azure-servicebus} component. */
public final class StockHost {

    private StockHost() {}

    public static void main(String[] args) throws Exception {
        Queues queues = Queues.fromEnvironment();
        ServiceBusComponent component = new ServiceBusComponent();
        component.getConfiguration().setConnectionString(queues.connectionString());
        Main main = new Main(StockHost.class);
        main.bind("azure-servicebus", component);
        main.configure()
                .withRoutesIncludePattern("file:routes/error-handling.camel.yaml,file:routes/feedback-form.camel.yaml");
        main.addOverrideProperty("feedback-form.in.queue", queues.input());
        main.addOverrideProperty("feedback-form.out.queue", queues.output());
        main.addOverrideProperty("camel.main.jmxEnabled", "false");
        main.run(args);
    }
}
