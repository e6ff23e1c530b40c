package dev.busway.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ConnectionStringTest {

    private static final String KEY = "c2VjcmV0c2VjcmV0";

    @Test
    void theOneOfANamespaceIsTaken() {
        ConnectionString parsed = ConnectionString.parse(
                " Endpoint=sb://MyNs.servicebus.windows.net/;SharedAccessKeyName=root;SharedAccessKey=" + KEY + "= ");

        assertThat(parsed.host()).isEqualTo("myns.servicebus.windows.net");
        assertThat(parsed.emulator()).isFalse();
        assertThat(parsed.toString()).doesNotContain(KEY);
    }

    @Test
    void theOneOfAnEmulatorIsTaken() {
        ConnectionString parsed = ConnectionString.parse(
                "Endpoint=sb://127.0.0.1:5672;SharedAccessKeyName=a;SharedAccessKey=b;UseDevelopmentEmulator=true;");

        assertThat(parsed.host()).isEqualTo("127.0.0.1:5672");
        assertThat(parsed.emulator()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "myns.servicebus.windows.net | is not of the form Name=value",
                "SharedAccessKeyName=a;SharedAccessKey=KEY | no Endpoint",
                "Endpoint=https://x;SharedAccessKeyName=a;SharedAccessKey=KEY | does not start with sb://",
                "Endpoint=sb://x y/;SharedAccessKeyName=a;SharedAccessKey=KEY | not a host name",
                "Endpoint=sb://x/;SharedAccessKey=KEY | no SharedAccessKeyName",
                "Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey= | no SharedAccessKey part",
                "Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=KEY;EntityPath=q | EntityPath",
                "\"Endpoint=sb://x/;SharedAccessKeyName=a;SharedAccessKey=KEY\" | quotation mark",
                "Endpoint=sb://x/;SharedAccessKeyName=a;KEY | is not of the form Name=value"
            })
    void whatIsWrongIsNamedAndTheKeyIsNot(String typed, String told) {
        assertThatThrownBy(() -> ConnectionString.parse(typed.replace("KEY", KEY)))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining(told)
                .hasMessageNotContaining(KEY);
    }
}
