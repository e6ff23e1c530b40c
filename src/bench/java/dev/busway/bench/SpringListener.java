package dev.busway.bench;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessageContext;
import com.azure.messaging.servicebus.ServiceBusSenderClient;
import com.azure.spring.cloud.service.servicebus.consumer.ServiceBusErrorHandler;
import com.azure.spring.cloud.service.servicebus.consumer.ServiceBusRecordMessageListener;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.busway.apps.feedback.FeedbackForm;
import dev.busway.apps.feedback.FeedbackProcessor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The feedback-form job as a Spring user writes it: a record listener of Spring Cloud Azure with 32 calls. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SpringListener {

    private final JsonMapper json = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private final JsonSchema schema = JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7)
            .getSchema(SpringListener.class.getResourceAsStream("/routes/schemas/feedback-form.schema.json"));
    private final FeedbackProcessor processor = new FeedbackProcessor();

    public static void main(String[] args) {
        Queues queues = Queues.fromEnvironment();
        SpringApplication application = new SpringApplication(SpringListener.class);
        application.setBannerMode(Banner.Mode.OFF);
        application.setDefaultProperties(Map.of(
                "logging.level.root", "WARN",
                "spring.cloud.azure.servicebus.connection-string", queues.connectionString(),
                "spring.cloud.azure.servicebus.processor.entity-name", queues.input(),
                "spring.cloud.azure.servicebus.processor.entity-type", "queue",
                "spring.cloud.azure.servicebus.processor.auto-complete", "false",
                "spring.cloud.azure.servicebus.processor.max-concurrent-calls", "32",
                "spring.cloud.azure.servicebus.producer.entity-name", queues.output(),
                "spring.cloud.azure.servicebus.producer.entity-type", "queue"));
        application.run(args);
        UntilEnded.await();
    }

    @Bean
    ServiceBusRecordMessageListener listener(ServiceBusSenderClient sender) {
        return context -> handle(context, sender);
    }

    @Bean
    ServiceBusErrorHandler errors() {
        return context -> System.err.println(context.getException());
    }

    private void handle(ServiceBusReceivedMessageContext context, ServiceBusSenderClient sender) {
        ServiceBusReceivedMessage input = context.getMessage();
        try {
            JsonNode tree = json.readTree(input.getBody().toBytes());
            if (!schema.validate(tree).isEmpty()) {
                context.deadLetter();
                return;
            }
            Object result = processor.handle(json.treeToValue(tree, FeedbackForm.class));
            sender.sendMessage(Output.of(input, BinaryData.fromBytes(json.writeValueAsBytes(result))));
            context.complete();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
