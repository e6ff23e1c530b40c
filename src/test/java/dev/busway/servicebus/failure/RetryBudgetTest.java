package dev.busway.servicebus.failure;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryBudgetTest {

    @Test
    void delaysGrowUpToTheLongestAndJitterCountsOnTop() {
        RetryBudget budget = new RetryBudget(4, Duration.ofSeconds(1), 2, Duration.ofSeconds(5), 0.5);

        assertThat(budget.total()).isEqualTo(Duration.ofSeconds(18));
        assertThat(budget.arithmetic()).isEqualTo("(1000 + 2000 + 4000 + 5000) ms * 1.5 = 18000 ms");
    }

    @Test
    void longSumsAreShortened() {
        RetryBudget budget = new RetryBudget(50, Duration.ofMillis(10), 1, Duration.ofSeconds(1), 0);

        assertThat(budget.arithmetic()).contains("(50 delays)").endsWith("= 500 ms");
    }
}
