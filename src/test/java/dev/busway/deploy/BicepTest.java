package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * What the Bicep file promises, read as text. That it compiles is not checked here: the compiler is a program of its own
 * ({@code az bicep build --file deploy/azure/main.bicep}).
 */
final class BicepTest {

    private final String bicep = read();

    @Test
    void outputsDropWhatASenderRepeats() {
        assertThat(resource("outputs"))
                .contains("[for name in outputQueues:", "requiresDuplicateDetection: true")
                .contains("duplicateDetectionHistoryTimeWindow: 'PT1H'");
    }

    @Test
    void inputsAreDeadLetteredAfterAsManyDeliveriesAsTheOutputs() {
        assertThat(resource("inputs")).contains("[for name in inputQueues:", "maxDeliveryCount: 10");
        assertThat(resource("outputs")).contains("maxDeliveryCount: 10");
    }

    @Test
    void namespaceTakesIdentitiesOnly() {
        assertThat(resource("namespace")).contains("disableLocalAuth: true", "minimumTlsVersion: '1.2'");
        assertThat(bicep).contains("@allowed(['Standard', 'Premium'])").doesNotContain("listKeys");
    }

    @Test
    void namespaceIsReachedFromTheAddressesGivenAndNoOthers() {
        assertThat(resource("network"))
                .contains("parent: namespace", "name: 'default'", "defaultAction: 'Deny'", "in allowedAddresses:");
        assertThat(bicep).contains("@minLength(1)\nparam allowedAddresses array\n");
    }

    @Test
    void hostMayReceiveFromInputsAndSendToOutputsAndNothingElse() {
        assertThat(assignments("host")).containsExactlyInAnyOrder("receive", "send");
        assertThat(resource("receive")).contains("in inputQueues:", "scope: inputs[i]", "Id: dataReceiver");
        assertThat(resource("send")).contains("in outputQueues:", "scope: outputs[i]", "Id: dataSender");
    }

    @Test
    void onlyKedaOwnsDataAndOnlyOfInputs() {
        assertThat(assignments("keda")).containsExactly("count");
        assertThat(resource("count")).contains("in inputQueues:", "scope: inputs[i]", "Id: dataOwner");
    }

    /** The ids of Azure's own roles, which are the same in every subscription. */
    @Test
    void rolesAreTheOnesOfTheirNames() {
        assertThat(bicep.lines().filter(line -> line.startsWith("var data")))
                .satisfiesExactlyInAnyOrder(
                        role -> assertThat(role).contains("dataReceiver", "4f6d3b9b-027b-4f4c-9142-0e5a2a2247e0"),
                        role -> assertThat(role).contains("dataSender", "69a216fc-b8fb-44d8-bc22-1f3c2cd27a39"),
                        role -> assertThat(role).contains("dataOwner", "090c5cfd-751d-490a-894a-3ce6f1109419"));
    }

    @Test
    void everyScopeIsAQueue() {
        assertThat(bicep.lines().map(String::strip).filter(line -> line.startsWith("scope:")))
                .isNotEmpty()
                .allMatch(line -> line.matches("scope: (inputs|outputs)\\[i]"));
    }

    /** Names of the role assignments whose principal is this identity. */
    private List<String> assignments(String identity) {
        return Pattern.compile("(?m)^resource (\\w+) 'Microsoft.Authorization/roleAssignments@")
                .matcher(bicep)
                .results()
                .map(match -> match.group(1))
                .filter(name -> resource(name).contains("principalId: " + identity + ".properties.principalId"))
                .toList();
    }

    /** From the line that declares a resource to the line that closes it. */
    private String resource(String name) {
        int start = bicep.indexOf("\nresource " + name + " ");
        assertThat(start).as(name).isNotNegative();
        return bicep.substring(start, bicep.indexOf("\n}", start));
    }

    private static String read() {
        try {
            return Files.readString(Path.of("deploy/azure/main.bicep"));
        } catch (IOException e) {
            throw new UncheckedIOException("The Bicep file cannot be read", e);
        }
    }
}
