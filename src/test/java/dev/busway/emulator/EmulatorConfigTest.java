package dev.busway.emulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.busway.emulator.queue.QueueSettings;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EmulatorConfigTest {

    private static final String OFFICIAL = """
        {
          "UserConfig": {
            "Namespaces": [
              {
                "Name": "sbemulatorns",
                "Queues": [
                  {
                    "Name": "queue.1",
                    "Properties": {
                      "DeadLetteringOnMessageExpiration": false,
                      "DefaultMessageTimeToLive": "PT1H",
                      "DuplicateDetectionHistoryTimeWindow": "PT20S",
                      "ForwardDeadLetteredMessagesTo": "",
                      "ForwardTo": "",
                      "LockDuration": "PT1M",
                      "MaxDeliveryCount": 3,
                      "RequiresDuplicateDetection": false,
                      "RequiresSession": false
                    }
                  }
                ],
                "Topics": [
                  {
                    "Name": "topic.1",
                    "Properties": {"DefaultMessageTimeToLive": "PT1H", "RequiresDuplicateDetection": false},
                    "Subscriptions": [{"Name": "subscription.1", "Properties": {"MaxDeliveryCount": 5}}]
                  }
                ]
              }
            ],
            "Logging": {"Type": "File"}
          }
        }
        """;

    private static String queueWith(String properties) {
        return """
            {"UserConfig": {"Namespaces": [{"Queues": [{"Name": "q", "Properties": {%s}}]}]}}\
            """.formatted(properties);
    }

    @Test
    void theOfficialEmulatorsConfigurationIsUnderstood() {
        EmulatorConfig config = EmulatorConfig.parse(OFFICIAL, "config.json");

        assertThat(config.queues())
                .containsExactly(QueueSettings.of("queue.1")
                        .withDefaultTimeToLive(Duration.ofHours(1))
                        .withMaxDeliveryCount(3));
        assertThat(config.topics().get("topic.1"))
                .containsExactly(QueueSettings.of("subscription.1")
                        .withMaxDeliveryCount(5)
                        .withDefaultTimeToLive(Duration.ofHours(1)));
    }

    @Test
    void anUnknownSettingIsNamedWithItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmulatorConfig.parse(queueWith("\"LockDuratoin\": \"PT1M\""), "config.json"))
                .withMessageContaining("config.json, $.UserConfig.Namespaces[0].Queues[0].Properties.LockDuratoin")
                .withMessageContaining("LockDuration");
    }

    @Test
    void commentsTrailingCommasAndAByteOrderMarkAreTaken() {
        String json = "\ufeff// mine\n" + queueWith("\"MaxDeliveryCount\": 3, /* few */");

        assertThat(EmulatorConfig.parse(json, "config.json").queues()).hasSize(1);
    }

    @Test
    void duplicateDetectionWithoutAWindowHasTheOneOfServiceBus() {
        assertThat(EmulatorConfig.parse(queueWith("\"RequiresDuplicateDetection\": true"), "config.json")
                        .queues())
                .containsExactly(QueueSettings.of("q").withDuplicateDetectionWindow(Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "{}",
                "{\"UserConfig\": {\"Namespaces\": []}}",
                "{\"UserConfig\": {\"Namespaces\": [{}, {}]}}",
                "{\"UserConfig\": {\"Namespaces\": [{}]}} and more",
                "{\"UserConfig\": {\"Namespaces\": [{}]}, \"UserConfig\": {\"Namespaces\": [{}]}}",
                "{\"UserConfig\": {\"Namespaces\": [{\"Queues\": [{\"Name\": \"a\"}, {\"Name\": \"A\"}]}]}}",
                "{\"UserConfig\": {\"Namespaces\": [{\"Queues\": [{\"Name\": \"a\"}], \"Topics\": [{\"Name\":"
                        + " \"a\"}]}]}}",
                "{\"UserConfig\": {\"Namespaces\": [{\"Topics\": [{\"Name\": \"t\", \"Properties\":"
                        + " {\"DefaultMessageTimeToLive\": \"nonsense\"}, \"Subscriptions\": [{\"Name\": \"s\"}]}]}]}}",
                "{\"UserConfig\": {\"Namespaces\": [{\"Topics\": [{\"Name\": \"t\", \"Subscriptions\": [{\"Name\":"
                        + " \"s\", \"Rules\": [{\"Name\": \"r\", \"Properties\": {\"FilterType\":"
                        + " \"Correlation\"}}]}]}]}]}}",
            })
    void whatItDoesNotMeanIsRefused(String json) {
        assertThatIllegalArgumentException().isThrownBy(() -> EmulatorConfig.parse(json, "config.json"));
    }

    @Test
    void aValueOutOfRangeIsNamedWithItsPlace() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmulatorConfig.parse(queueWith("\"LockDuration\": \"PT1H\""), "config.json"))
                .withMessageContaining("Properties.LockDuration")
                .withMessageContaining("PT5M");
    }

    @Test
    void whatIsNoJsonIsNamedWithItsLine() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EmulatorConfig.parse("{\n\"UserConfig\": nonsense}", "config.json"))
                .withMessageContaining("line 2");
    }

    @Test
    @ExtendWith(EmulatorExtension.class)
    void whatItDeclaresIsThere(ServiceBusEmulator emulator) {
        emulator.declare(EmulatorConfig.parse(OFFICIAL, "config.json"));

        assertThat(emulator.queues()).containsExactly("queue.1", "topic.1/Subscriptions/subscription.1");
    }
}
