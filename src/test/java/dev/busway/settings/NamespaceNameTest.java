package dev.busway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NamespaceNameTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "myns.servicebus.windows.net",
                "my-ns-2.servicebus.usgovcloudapi.net",
                "myns.servicebus.chinacloudapi.cn",
                "myns.servicebus.some.new.cloud"
            })
    void aFullyQualifiedNamespaceIsTakenAsItIs(String namespace) {
        assertThat(NamespaceName.check(namespace)).isEqualTo(namespace);
    }

    @ParameterizedTest
    @CsvSource({
        "myns",
        "sb://myns.servicebus.windows.net",
        "sb://myns.servicebus.windows.net/",
        "https://myns.servicebus.windows.net:443/feedback-form-in",
        "amqps://myns",
        "myns.servicebus.windows.net/",
        "myns.servicebus.windows.net.",
        "myns.servicebus",
        "myns.windows.net",
        "myns.servicebus.window.net",
        "myns.serivcebus.windows.net",
        "myns.servicebus.windows.com",
        "my ns.servicebus.windows.net",
        "'Endpoint=sb://myns.servicebus.windows.net/'"
    })
    void whatWasMeantIsNamed(String typed) {
        assertThatThrownBy(() -> NamespaceName.check(typed))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageStartingWith("SERVICE_BUS_NAMESPACE is \"" + typed + "\"")
                .hasMessageEndingWith("did you mean myns.servicebus.windows.net?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"my_ns.servicebus.windows.net", "2ns.servicebus.windows.net", "example.com", "..", "sb://"})
    void whatCannotBeGuessedIsShownByAnExample(String typed) {
        assertThatThrownBy(() -> NamespaceName.check(typed)).hasMessageContaining("looks like myns.servicebus");
    }

    @Test
    void aConnectionStringInTheWrongVariableIsNotPrinted() {
        assertThatThrownBy(() -> NamespaceName.check(
                        "Endpoint=sb://myns.servicebus.windows.net/;SharedAccessKeyName=a;SharedAccessKey=c2VjcmV0"))
                .hasMessageContaining("SERVICE_BUS_CONNECTION_STRING")
                .hasMessageNotContaining("c2VjcmV0");
    }

    @Test
    void thisMachineNeedsAConnectionString() {
        assertThatThrownBy(() -> NamespaceName.check("localhost:5672"))
                .hasMessageContaining("UseDevelopmentEmulator=true");
    }
}
