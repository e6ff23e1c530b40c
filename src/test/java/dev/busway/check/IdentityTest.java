package dev.busway.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class IdentityTest {

    @Test
    void theObjectIdStandsInTheClaims() {
        String claims = Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"aud\":\"x\",\"oid\":\"1234\"}".getBytes(StandardCharsets.UTF_8));

        assertThat(Identity.of("head." + claims + ".signature")).isEqualTo(" for the identity with object id 1234");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "opaque", "a.b", "a.!!.c", "a.e30.c", "a.AAAA.c"})
    void aTokenThatDoesNotSayIsNoFailure(String token) {
        assertThat(Identity.of(token)).isEmpty();
    }
}
