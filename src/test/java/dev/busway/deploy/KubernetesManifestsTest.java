package dev.busway.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import dev.busway.settings.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The manifests are what Kubernetes and KEDA accept, and say what the host promises. */
final class KubernetesManifestsTest {

    private static final Set<String> SHIPPED = Set.of("counter", "feedback-form");

    private static final Path FOLDER = Path.of("deploy/kubernetes");
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where the schema of each kind is. */
    private static final Map<String, String> KINDS = Map.of(
            "Deployment", "io.k8s.api.apps.v1.Deployment",
            "Namespace", "io.k8s.api.core.v1.Namespace",
            "NetworkPolicy", "io.k8s.api.networking.v1.NetworkPolicy",
            "ServiceAccount", "io.k8s.api.core.v1.ServiceAccount",
            "PodDisruptionBudget", "io.k8s.api.policy.v1.PodDisruptionBudget",
            "ScaledObject", "sh.keda.v1alpha1.ScaledObject",
            "TriggerAuthentication", "sh.keda.v1alpha1.TriggerAuthentication");

    private final Settings settings = Settings.shipped();

    @Test
    void manifestsFollowTheSchemasOfTheirKinds() throws IOException {
        assertThat(documents()).hasSize(KINDS.size()).allSatisfy(document -> assertThat(
                        schema(document.path("kind").asText()).validate(document))
                .isEmpty());
    }

    @Test
    void unknownFieldsAndWrongTypesWouldBeFound() throws IOException {
        ObjectNode deployment = kind("Deployment").deepCopy();
        deployment.withObject("/spec/template/spec/containers/0/readinessProbe").put("periodSecond", 5);
        ObjectNode scaling = kind("ScaledObject").deepCopy();
        scaling.withObject("/spec").put("minReplicas", 2).put("pollingInterval", "often");

        assertThat(schema("Deployment").validate(deployment))
                .singleElement()
                .asString()
                .contains("periodSecond");
        assertThat(schema("ScaledObject").validate(scaling))
                .extracting(Object::toString)
                .anyMatch(problem -> problem.contains("minReplicas"))
                .anyMatch(problem -> problem.contains("pollingInterval"));
    }

    @Test
    void probesAskTheHealthOfTheHostOnItsPort() throws IOException {
        JsonNode container = container();

        assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
        assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
        assertThat(container.at("/readinessProbe/httpGet/port"))
                .isEqualTo(container.at("/livenessProbe/httpGet/port"))
                .isEqualTo(container.at("/ports/0/name"));
        assertThat(container.at("/ports/0/containerPort").asInt()).isEqualTo(settings.port(Settings.HTTP_PORT, 0));
    }

    @Test
    void podHasMoreTimeToStopThanTheAppsTake() throws IOException {
        int stop = Integer.parseInt(settings.find("camel.main.shutdownTimeout").orElseThrow());

        assertThat(pod().path("terminationGracePeriodSeconds").asInt()).isGreaterThan(stop + 10);
    }

    @Test
    void podHasNoRightsBeyondItsWork() throws IOException {
        JsonNode security = container().path("securityContext");

        assertThat(pod().at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
        assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
        assertThat(security.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
        assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        assertThat(security.at("/capabilities/add").isMissingNode()).isTrue();
        assertThat(container().at("/volumeMounts/0/mountPath").asText()).isEqualTo("/tmp");
    }

    @Test
    void podHasNoTokenOfKubernetesAndItsSecretInAFile() throws IOException {
        assertThat(pod().path("automountServiceAccountToken").asBoolean(true)).isFalse();
        assertThat(kind("ServiceAccount").path("automountServiceAccountToken").asBoolean(true))
                .isFalse();
        assertThat(container().path("env").findValues("valueFrom")).isEmpty();
        assertThat(container().path("env")).anySatisfy(variable -> {
            assertThat(variable.path("name").asText()).isEqualTo("BUSWAY_OPS_TOKEN_FILE");
            assertThat(variable.path("value").asText())
                    .startsWith(container().at("/volumeMounts/1/mountPath").asText());
        });
    }

    @Test
    void imageIsNamedByItsDigest() throws IOException {
        assertThat(container().path("image").asText()).contains("@sha256:");
    }

    @Test
    void everythingIsInANamespaceOfItsOwnThatTakesOnlyRestrictedPods() throws IOException {
        String namespace = kind("Namespace").at("/metadata/name").asText();

        assertThat(documents())
                .filteredOn(document -> !document.path("kind").asText().equals("Namespace"))
                .allSatisfy(document -> assertThat(
                                document.at("/metadata/namespace").asText())
                        .as(document.path("kind").asText())
                        .isEqualTo(namespace));
        assertThat(kind("Namespace")
                        .at("/metadata/labels/pod-security.kubernetes.io~1enforce")
                        .asText())
                .isEqualTo("restricted");
        assertThat(line(Files.readString(Path.of("deploy/azure/main.bicep")), "param kubernetesNamespace"))
                .contains("'" + namespace + "'");
    }

    @Test
    void networkLetsMonitoringInAndOnlyServiceBusEntraIdAndNamesOut() throws IOException {
        JsonNode policy = kind("NetworkPolicy").path("spec");

        assertThat(policy.at("/podSelector")).isEqualTo(kind("Deployment").at("/spec/selector"));
        assertThat(policy.path("policyTypes")).extracting(JsonNode::asText).containsExactly("Ingress", "Egress");
        assertThat(policy.path("ingress")).singleElement().satisfies(rule -> {
            assertThat(rule.path("from")).hasSize(1);
            assertThat(rule.at("/ports/0/port")).isEqualTo(container().at("/ports/0/name"));
        });
        assertThat(policy.path("egress").findValuesAsText("port")).containsExactlyInAnyOrder("53", "53", "443", "5671");
    }

    @Test
    void podRunsAsTheServiceAccountOfItsIdentity() throws IOException {
        JsonNode labels = kind("Deployment").at("/spec/template/metadata/labels");
        String name = kind("ServiceAccount").at("/metadata/name").asText();

        assertThat(pod().path("serviceAccountName").asText()).isEqualTo(name);
        assertThat(labels.path("azure.workload.identity/use").asText()).isEqualTo("true");
        assertThat(Files.readString(Path.of("deploy/azure/main.bicep"))).contains(":" + name + "'");
    }

    @Test
    void budgetAndScalingMeanTheDeployment() throws IOException {
        JsonNode deployment = kind("Deployment");
        JsonNode scaling = kind("ScaledObject");

        assertThat(kind("PodDisruptionBudget").at("/spec/selector")).isEqualTo(deployment.at("/spec/selector"));
        assertThat(scaling.at("/spec/scaleTargetRef/name")).isEqualTo(deployment.at("/metadata/name"));
        assertThat(scaling.at("/spec/minReplicaCount")).isEqualTo(deployment.at("/spec/replicas"));
        scaling.at("/spec/triggers").forEach(trigger -> assertThat(trigger.at("/authenticationRef/name"))
                .isEqualTo(name("TriggerAuthentication")));
    }

    /** Whoever adds an app scales and deploys it as it needs. */
    @Test
    void scalingAndBicepNameTheQueuesOfTheShippedApps() throws IOException {
        List<String> inputs = queues(".in.queue");
        String bicep = Files.readString(Path.of("deploy/azure/main.bicep"));

        assertThat(kind("ScaledObject").at("/spec/triggers").findValuesAsText("queueName"))
                .containsExactlyInAnyOrderElementsOf(inputs);
        assertThat(inputs).allSatisfy(queue -> assertThat(line(bicep, "param inputQueues"))
                .contains("'" + queue + "'"));
        assertThat(queues(".out.queue")).allSatisfy(queue -> assertThat(line(bicep, "param outputQueues"))
                .contains("'" + queue + "'"));
    }

    private List<String> queues(String suffix) {
        return settings.all().entrySet().stream()
                .filter(property -> SHIPPED.contains(property.getKey().replace(suffix, "")))
                .filter(property -> property.getKey().endsWith(suffix))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static String line(String text, String start) {
        return text.lines().filter(line -> line.startsWith(start)).findFirst().orElseThrow();
    }

    private static JsonNode pod() throws IOException {
        return kind("Deployment").at("/spec/template/spec");
    }

    private static JsonNode container() throws IOException {
        return pod().at("/containers/0");
    }

    private static JsonNode name(String kind) {
        try {
            return kind(kind).at("/metadata/name");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode kind(String kind) throws IOException {
        return documents().stream()
                .filter(each -> each.path("kind").asText().equals(kind))
                .findFirst()
                .orElseThrow();
    }

    private static List<JsonNode> documents() throws IOException {
        List<JsonNode> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(FOLDER)) {
            for (Path file : files.toList()) {
                new Load(LoadSettings.builder().build())
                        .loadAllFromString(Files.readString(file))
                        .forEach(document -> found.add(JSON.valueToTree(document)));
            }
        }
        return found;
    }

    private static JsonSchema schema(String kind) throws IOException {
        try (InputStream in = KubernetesManifestsTest.class.getResourceAsStream("/kubernetes.schema.json")) {
            ObjectNode all = (ObjectNode) JSON.readTree(in);
            all.putArray("allOf").addObject().put("$ref", "#/$defs/" + KINDS.get(kind));
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                    .getSchema(all);
        }
    }
}
