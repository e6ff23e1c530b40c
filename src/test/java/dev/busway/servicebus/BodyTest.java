package dev.busway.servicebus;

import static org.assertj.core.api.Assertions.assertThat;

import com.azure.core.util.BinaryData;
import com.azure.messaging.servicebus.ServiceBusMessage;
import com.azure.messaging.servicebus.ServiceBusReceivedMessage;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.camel.builder.Builder;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.ValueBuilder;
import org.apache.camel.model.RouteDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BodyTest {

    private final Bus bus = new Bus().queues("in", "out");

    record Order(String id, int lines) {}

    /** Neither text nor bytes, and nothing that is plainly data. */
    static final class Thing {}

    @AfterEach
    void close() {
        bus.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
        {"a":1}   | unmarshal: {json: {}}, marshal: {json: {}}                                            | {"a":1}
        hello     | filter: {simple: "${body} contains 'ell'", steps: [{setBody: {constant: yes}}]}       | yes
        7         | filter: {simple: "${body} > 5", steps: [{setBody: {constant: more}}]}                 | more
        [1,2]     | setBody: {simple: "${body.length}"}                                                   | 5
        a         | transform: {simple: "<${body}>"}                                                      | <a>
        {"a":1}   | unmarshal: {json: {}}                                                                 | {"a":1}
        {"a":1}   | unmarshal: {json: {}}, setBody: {simple: "${body[a]}"}                                | 1
        x         | convertBodyTo: {type: String}                                                         | x
        x         | convertBodyTo: {type: "byte[]"}                                                       | x
        x         | convertBodyTo: {type: com.azure.core.util.BinaryData}                                 | x
        x         | convertBodyTo: {type: java.io.InputStream}                                            | x
        """)
    void stepsWorkOnWhatTheMessageHolds(String input, String steps, String output) throws Exception {
        String list = "- "
                + steps.replace("}, marshal", "}\n        - marshal").replace("}, setBody", "}\n        - setBody");
        bus.yaml(
                "- route:",
                "    id: app",
                "    from:",
                "      uri: azure-servicebus:in",
                "      steps:",
                "        " + list,
                "        - to: {uri: 'azure-servicebus:out'}");
        bus.send("in", input);

        assertThat(bus.take("out", 1)).extracting(m -> m.getBody().toString()).containsExactly(output);
    }

    @Test
    void aTextIsSplitAtItsCommas() throws Exception {
        run(route -> route.split().tokenize(",").to("azure-servicebus:out").end());
        bus.send("in", "a,b,c");

        assertThat(bus.take("out", 3)).extracting(m -> m.getBody().toString()).containsExactlyInAnyOrder("a", "b", "c");
    }

    @Test
    void whatIsNotTextIsHandedOutAndSentAsTheBytesThatItIs() throws Exception {
        byte[] picture = {(byte) 0x89, 'P', 'N', 'G', 0, (byte) 0xff};
        run(route -> route.process(e -> assertThat(e.getMessage().getBody()).isInstanceOf(byte[].class))
                .to("azure-servicebus:out"));

        assertThat(through(new ServiceBusMessage(BinaryData.fromBytes(picture)).setMessageId("a"))
                        .getBody()
                        .toBytes())
                .isEqualTo(picture);
    }

    @Test
    void theContentTypeTellsTextFromBytes() {
        byte[] bytes = "plain".getBytes(StandardCharsets.UTF_8);

        assertThat(List.of("text/plain", "application/json; charset=utf-8", "application/problem+json", "json"))
                .allSatisfy(type -> assertThat(InputBody.ofData(bytes, type)).isEqualTo("plain"));
        assertThat(List.of("application/octet-stream", "image/png", "text/plain; charset=iso-8859-1"))
                .allSatisfy(type -> assertThat(InputBody.ofData(bytes, type)).isEqualTo(bytes));
        assertThat(InputBody.ofData(bytes, null)).isEqualTo("plain");
        assertThat(InputBody.ofData("\uFFFD".getBytes(StandardCharsets.UTF_8), null))
                .isEqualTo("\uFFFD");
        assertThat(InputBody.ofData(new byte[] {'a', (byte) 0xc3}, "application/json"))
                .isInstanceOf(byte[].class);
    }

    @Test
    void aBeanWrittenForCamelsOwnComponentGetsTheBodyItAsksFor() throws Exception {
        run(route -> route.process(e -> {
                    BinaryData data = e.getMessage().getBody(BinaryData.class);
                    InputStream stream = e.getMessage().getBody(InputStream.class);
                    e.getMessage().setBody(data + "=" + new String(stream.readAllBytes(), StandardCharsets.UTF_8));
                })
                .to("azure-servicebus:out"));
        bus.send("in", "a");

        assertThat(bus.take("out", 1)).extracting(m -> m.getBody().toString()).containsExactly("a=a");
    }

    @Test
    void recordsAndMapsAreSentAsJsonAndSaySo() throws Exception {
        run(route -> route.process(e -> e.getMessage().setBody(new Order("o-1", 2)))
                .to("azure-servicebus:out")
                .process(e -> e.getMessage().setBody(List.of(Map.of("a", 1), List.of(1, 2))))
                .to("azure-servicebus:out"));
        bus.send("in", List.of(new ServiceBusMessage("x").setMessageId("a").setContentType("text/plain")));

        assertThat(bus.take("out", 3))
                .extracting(m -> m.getContentType() + " " + m.getBody())
                .containsExactlyInAnyOrder(
                        "application/json {\"id\":\"o-1\",\"lines\":2}",
                        "application/json {\"a\":1}",
                        "application/json [1,2]");
    }

    @Test
    void theContentTypeOfTheRouteWinsOverJsons() throws Exception {
        run(route -> route.setHeader("CamelAzureServiceBusContentType", constant("application/vnd.order+json"))
                .process(e -> e.getMessage().setBody(new Order("o-1", 2)))
                .to("azure-servicebus:out"));

        assertThat(through(new ServiceBusMessage("x").setMessageId("a")).getContentType())
                .isEqualTo("application/vnd.order+json");
    }

    @Test
    void anObjectThatIsNoMessageIsDeadLetteredWithTheStep() throws Exception {
        run(route -> route.process(e -> e.getMessage().setBody(new Thing())).to("azure-servicebus:out"));
        bus.send("in", "a");

        assertThat(bus.takeDead("in", 1)).singleElement().satisfies(dead -> {
            assertThat(dead.getDeadLetterReason()).isEqualTo("BodyNotSendable");
            assertThat(dead.getDeadLetterErrorDescription())
                    .contains("to out", "route app", Thing.class.getName(), "marshal");
        });
    }

    @Test
    void aMissingBodyIsDeadLetteredWithTheStepAndNotDropped() throws Exception {
        bus.yaml(
                "- route:",
                "    id: app",
                "    from:",
                "      uri: azure-servicebus:in",
                "      steps:",
                "        - setBody: {header: nosuch}",
                "        - to: {id: send, uri: 'azure-servicebus:out'}");
        bus.send("in", "a");

        assertThat(bus.takeDead("in", 1)).singleElement().satisfies(dead -> {
            assertThat(dead.getDeadLetterReason()).isEqualTo("NoBody");
            assertThat(dead.getDeadLetterErrorDescription()).contains("to out (step send of route app)");
        });
        assertThat(bus.emulator().counts("out").active()).isZero();
    }

    @Test
    void aFilterLetsAProcessorSendNothingOnPurpose() throws Exception {
        run(route -> route.process(e -> e.getMessage()
                        .setBody(e.getMessage().getBody(String.class).equals("a") ? null : "b"))
                .filter(simple("${body} != null"))
                .to("azure-servicebus:out")
                .end());
        bus.send("in", "a", "b");

        assertThat(bus.take("out", 1)).extracting(m -> m.getBody().toString()).containsExactly("b");
        assertThat(bus.emulator().counts("in").deadLettered()).isZero();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        {"a":1}{"a":2} | MalformedJson
        {"a":1         | MalformedJson
        nonsense       | MalformedJson
        """)
    void whatIsNotOneJsonValueIsDeadLetteredAtOnceThoughNoFileSaysSo(String body, String reason) throws Exception {
        run(route -> route.unmarshal().json().marshal().json().to("azure-servicebus:out"));
        bus.send("in", body);

        assertThat(bus.takeDead("in", 1)).singleElement().satisfies(dead -> {
            assertThat(dead.getDeadLetterReason()).isEqualTo(reason);
            assertThat(dead.getDeliveryCount()).isEqualTo(1);
        });
    }

    private void run(Consumer<RouteDefinition> steps) throws Exception {
        bus.run(new RouteBuilder() {
            @Override
            public void configure() {
                steps.accept(from("azure-servicebus:in").routeId("app"));
            }
        });
    }

    private static ValueBuilder constant(Object value) {
        return Builder.constant(value);
    }

    private static ValueBuilder simple(String text) {
        return Builder.simple(text);
    }

    private ServiceBusReceivedMessage through(ServiceBusMessage message) {
        bus.send("in", List.of(message));
        return bus.take("out", 1).get(0);
    }
}
