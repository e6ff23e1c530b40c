package dev.busway.credential;

import static org.assertj.core.api.Assertions.assertThat;

import dev.busway.credential.TokenAnswer.Attempt;
import java.util.List;
import org.junit.jupiter.api.Test;

final class RefusalReaderTest {

    @Test
    void everyKindOfAChainIsNamedWithItsReason() {
        String text = """
                EnvironmentCredential authentication unavailable. Environment variables are not fully configured.To mitigate \
                this issue, please refer to the troubleshooting guidelines here at https://aka.ms/x
                WorkloadIdentityCredential authentication unavailable. The workload options are not fully configured. See \
                the troubleshooting guide for more information. https://aka.ms/y
                Managed Identity authentication is not available. ManagedIdentityCredential authentication unavailable. \
                Connection to IMDS endpoint cannot be established.
                AzureCliCredential authentication unavailable. Azure CLI not installed.""";

        List<Attempt> tried = RefusalReader.read(new IllegalStateException(text));

        assertThat(tried)
                .extracting(Attempt::kind)
                .containsExactly(
                        "EnvironmentCredential",
                        "WorkloadIdentityCredential",
                        "ManagedIdentityCredential",
                        "AzureCliCredential");
        assertThat(tried.get(0).reason()).isEqualTo("Environment variables are not fully configured.");
        assertThat(tried.get(3).reason()).isEqualTo("Azure CLI not installed.");
    }

    @Test
    void kindsBeforeTheOneThatFailedAreNamedToo() {
        Exception inner = new IllegalStateException("[Managed Identity] Error Message: Identity not found");
        Exception error = new IllegalStateException(
                "DefaultAzureCredential authentication failed. ---> ManagedIdentityCredential authentication failed."
                        + " Error Details: Managed Identity authentication failed, see inner exception for more"
                        + " information.",
                inner);

        List<Attempt> tried = RefusalReader.read(error);

        assertThat(tried)
                .extracting(Attempt::kind)
                .containsExactly("EnvironmentCredential", "WorkloadIdentityCredential", "ManagedIdentityCredential");
        assertThat(tried.get(2).reason())
                .isEqualTo(
                        "Managed Identity authentication failed: [Managed Identity] Error Message: Identity not found");
    }

    @Test
    void anUnknownErrorKeepsItsText() {
        assertThat(RefusalReader.read(new IllegalStateException("no route to host")))
                .containsExactly(new Attempt("DefaultAzureCredential", "no route to host"));
    }
}
