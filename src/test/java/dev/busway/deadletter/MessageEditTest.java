package dev.busway.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class MessageEditTest {

    @Test
    void theNoteNamesWhatChangedAndNeverTheValues() {
        MessageEdit edit = new MessageEdit("{\"secret\":1}", Map.of("tenant", "acme"), Set.of("trace"));
        assertThat(edit.note()).isEqualTo("body, set tenant, removed trace");
    }
}
