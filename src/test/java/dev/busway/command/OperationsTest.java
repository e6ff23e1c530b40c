package dev.busway.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.busway.settings.ConfigurationException;
import dev.busway.settings.Settings;
import org.junit.jupiter.api.Test;

final class OperationsTest {

    private static final Settings SETTINGS = Settings.shipped()
            .with(
                    Settings.CONNECTION_STRING,
                    "Endpoint=sb://127.0.0.1:1;SharedAccessKeyName=a;SharedAccessKey=k;UseDevelopmentEmulator=true");

    @Test
    void tokenThatCanBeGuessedIsRefusedWithTheCommandThatMakesAGoodOne() {
        assertThatThrownBy(() -> Operations.guarded(SETTINGS.with(Operations.TOKEN, "let-me-in-as-before")))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("has 19 characters")
                .hasMessageContaining("openssl rand -hex 32")
                .hasMessageNotContaining("let-me-in");
        assertThat(Operations.guarded(SETTINGS.with(Operations.TOKEN, "let-me-in-as-before-")))
                .isNotNull();
        assertThat(Operations.guarded(SETTINGS)).isNotNull();
    }
}
