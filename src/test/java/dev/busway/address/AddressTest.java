package dev.busway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.messaging.servicebus.models.SubQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "orders",
                "shop/orders",
                "orders/$DeadLetterQueue",
                "orders/$Transfer/$DeadLetterQueue",
                "events/Subscriptions/audit",
                "events/Subscriptions/audit/$DeadLetterQueue"
            })
    void isWrittenAsItWasRead(String address) {
        assertThat(Address.of(address)).hasToString(address);
    }

    @Test
    void deadLettersOfASubscriptionBelongToTheSubscription() {
        Address address = Address.of("events/subscriptions/audit/$DeadLetterQueue");

        assertThat(address.entity()).isEqualTo(new Entity("events", "audit"));
        assertThat(address.subQueue()).isEqualTo(SubQueue.DEAD_LETTER_QUEUE);
    }

    @Test
    void aSlashAloneBelongsToTheNameOfAQueue() {
        assertThat(Entity.of("orders/mine")).isEqualTo(new Entity("orders/mine", null));
        assertThat(Entity.of("orders/SUBSCRIPTIONS/mine")).hasToString("orders/Subscriptions/mine");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/Subscriptions/audit", "events/Subscriptions/", "events/Subscriptions/a/b"})
    void aMissingPartIsRefused(String address) {
        assertThatThrownBy(() -> Address.of(address)).isInstanceOf(IllegalArgumentException.class);
    }
}
