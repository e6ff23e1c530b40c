package dev.busway.architecture;

import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.properties.HasOwner;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import reactor.core.CorePublisher;

@AnalyzeClasses(packages = "dev.busway", importOptions = ImportOption.DoNotIncludeTests.class)
final class PackageRulesTest {

    @ArchTest
    static final ArchRule packagesHaveNoCycles = slices().matching("dev.busway.(**)")
            .should()
            .beFreeOfCycles()
            .because("a part that needs its user cannot be read, tested or replaced alone");

    @ArchTest
    static final ArchRule appsKnowOnlyPlainJava = noClasses()
            .that()
            .resideInAPackage("dev.busway.apps..")
            .should()
            .dependOnClassesThat(isOutside(
                    "java..", "jakarta.validation..", "com.fasterxml.jackson.annotation..", "dev.busway.apps.."))
            .because("an app is written and tested without Camel and without Azure")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theEngineKnowsOnlyTheJdk = noClasses()
            .that()
            .resideInAPackage("dev.busway.emulator.queue..")
            .should()
            .dependOnClassesThat(isOutside("java..", "dev.busway.emulator.queue.."))
            .because("the queue engine knows no wire")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theEngineKnowsNoWallClock = noClasses()
            .that()
            .resideInAPackage("dev.busway.emulator.queue..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .dependOnClassesThat()
            .haveFullyQualifiedName("java.time.Clock")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class)
            .because("its one time source is injected, so that tests can move it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theWireKnowsTheEngineAndItsLibraries = noClasses()
            .that()
            .resideInAPackage("dev.busway.emulator.amqp..")
            .should()
            .dependOnClassesThat(isOutside(
                    "java..",
                    "org.slf4j..",
                    "org.apache.qpid.proton..",
                    "io.vertx.core..",
                    "io.netty..",
                    "dev.busway.emulator.queue..",
                    "dev.busway.emulator.amqp.."))
            .because("the wire layer translates AMQP to calls on the engine, and nothing else")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theComponentAndTheEmulatorNeverMeet = noClasses()
            .that()
            .resideInAPackage("dev.busway.servicebus..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.busway.emulator..", "dev.busway.apps..", "dev.busway.health..", "dev.busway")
            .because("every test between the component and the emulator crosses a real socket")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule theEmulatorStandsAlone = noClasses()
            .that()
            .resideInAPackage("dev.busway.emulator..")
            .should()
            .dependOnClassesThat(isOutside(
                    "java..",
                    "org.slf4j..",
                    "org.apache.qpid.proton..",
                    "io.vertx.core..",
                    "io.netty..",
                    "com.fasterxml.jackson..",
                    "org.junit.jupiter.api..",
                    "dev.busway.emulator.."))
            .because("it can be used without the host, by any client")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule whatOperatorsSeeReadsTheReportOfTheComponent = noClasses()
            .that()
            .resideInAnyPackage("dev.busway.health..", "dev.busway.metrics..", "dev.busway.ops..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.busway.emulator..", "dev.busway.apps..", "dev.busway")
            .because("health, metrics and the operations page show what the component says of itself")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule addressesKnowOnlyTheAzureSdk = noClasses()
            .that()
            .resideInAPackage("dev.busway.address..")
            .should()
            .dependOnClassesThat(isOutside("java..", "com.azure..", "dev.busway.address.."))
            .because("whatever talks to Service Bus or names its parts reads and writes them in one way");

    @ArchTest
    static final ArchRule messagesAreReadWithTheAzureSdkAlone = noClasses()
            .that()
            .resideInAPackage("dev.busway.message..")
            .should()
            .dependOnClassesThat(isOutside("java..", "com.azure..", "dev.busway.message.."))
            .because("the host and the tools read what senders may write in one way");

    @ArchTest
    static final ArchRule deadLetterWorkKnowsOnlyTheAzureSdk = noClasses()
            .that()
            .resideInAPackage("dev.busway.deadletter..")
            .should()
            .dependOnClassesThat(isOutside(
                    "java..",
                    "org.slf4j..",
                    "org.reactivestreams..",
                    "reactor..",
                    "com.azure..",
                    "dev.busway.address..",
                    "dev.busway.message..",
                    "dev.busway.deadletter.."))
            .because("the command line and the operations API do the same work, with or without a host around it")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule routeFilesAreCheckedAndExchangedByCamelAlone = noClasses()
            .that()
            .resideInAPackage("dev.busway.routes..")
            .should()
            .dependOnClassesThat(isOutside(
                    "java..",
                    "javax.lang.model..",
                    "org.slf4j..",
                    "org.apache.camel..",
                    "org.snakeyaml..",
                    "com.fasterxml.jackson..",
                    "com.networknt..",
                    "dev.busway.servicebus",
                    "dev.busway.routes.."))
            .because("any host may check and reload its routes, with or without the emulator and the shipped apps")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule settingsKnowOnlyTheJdk = noClasses()
            .that()
            .resideInAPackage("dev.busway.settings..")
            .should()
            .dependOnClassesThat(isOutside("java..", "dev.busway.settings.."))
            .because("a value is looked up and checked before anything else is loaded");

    @ArchTest
    static final ArchRule theCredentialKnowsOnlyTheAzureSdk = noClasses()
            .that()
            .resideInAPackage("dev.busway.credential..")
            .should()
            .dependOnClassesThat(
                    isOutside("java..", "org.slf4j..", "reactor..", "com.azure..", "dev.busway.credential.."))
            .because("why there is no token is told by the host and by the tools alike");

    @ArchTest
    static final ArchRule theLogKnowsNothingOfTheHost = noClasses()
            .that()
            .resideInAPackage("dev.busway.logging..")
            .should()
            .dependOnClassesThat(isOwnButOutside("dev.busway.logging..", "dev.busway.text.."))
            .because("it is set up before anything can be logged");

    @ArchTest
    static final ArchRule howTextsAreShownKnowsOnlyTheJdk = noClasses()
            .that()
            .resideInAPackage("dev.busway.text..")
            .should()
            .dependOnClassesThat(isOutside("java..", "dev.busway.text.."))
            .because("log, commands and component show what others wrote in one way");

    @ArchTest
    static final ArchRule theHttpServerKnowsNothingOfItsPaths = noClasses()
            .that()
            .resideInAPackage("dev.busway.http..")
            .should()
            .dependOnClassesThat(isOwnButOutside("dev.busway.http.."))
            .because("health, metrics and the operations page add themselves to it");

    @ArchTest
    static final ArchRule theHostStartsWithoutItsTools = noClasses()
            .that()
            .resideInAPackage("dev.busway.host..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "dev.busway.emulator..",
                    "dev.busway.command..",
                    "dev.busway.dev..",
                    "dev.busway.archive..",
                    "dev.busway.apps..",
                    "dev.busway.deadletter..",
                    "dev.busway.ops..",
                    "dev.busway")
            .because("a test or a jar of others starts it as the command line does");

    @ArchTest
    static final ArchRule whatDevAddsUsesTheHostLikeAnyClient = noClasses()
            .that()
            .resideInAPackage("dev.busway.dev..")
            .should()
            .dependOnClassesThat(isOwnButOutside(
                    "dev.busway.dev..",
                    "dev.busway.host",
                    "dev.busway.settings",
                    "dev.busway.text",
                    "dev.busway.message"))
            .because("what dev shows is what a client of Service Bus sees");

    @ArchTest
    static final ArchRule theArchiveNeedsOnlyTheEmulatorForItsRun = noClasses()
            .that()
            .resideInAPackage("dev.busway.archive..")
            .should()
            .dependOnClassesThat(isOwnButOutside("dev.busway.archive..", "dev.busway.emulator.."))
            .because("it starts the jar as a process of its own, as a user would");

    @ArchTest
    static final ArchRule onlyMainKnowsTheCommands = noClasses()
            .that()
            .resideOutsideOfPackages("dev.busway.command..", "dev.busway")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.busway.command..", "picocli..")
            .because("whatever a command does can be done without a command line");

    @ArchTest
    static final ArchRule nobodyNeedsTheMainClass = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("dev.busway.Busway")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.busway")
            .because("it starts the command line and does nothing else");

    @ArchTest
    static final ArchRule onlyDevTestsAndToolsStartTheEmulator = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "dev.busway.emulator..", "dev.busway.command..", "dev.busway.archive..", "dev.busway.routetest..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("dev.busway.emulator..")
            .because("nothing that runs in production may start it by accident");

    @ArchTest
    static final ArchRule waitingHoldsNoThreadOfTheSdk = noClasses()
            .that()
            .resideInAPackage("dev.busway.servicebus..")
            .should()
            .callMethodWhere(JavaCall.Predicates.target(
                            HasOwner.Predicates.With.owner(JavaClass.Predicates.assignableTo(CorePublisher.class)))
                    .and(JavaCall.Predicates.target(
                            nameMatching("block|blockFirst|blockLast|blockOptional|toIterable|toStream"))))
            .because("what blocks on a thread of the SDK fails there, and only when it really has to wait");

    /** Of this project, and in none of these packages. */
    private static DescribedPredicate<JavaClass> isOwnButOutside(String... packages) {
        return isOutside(packages)
                .and(JavaClass.Predicates.resideInAPackage("dev.busway.."))
                .as("are ours and reside outside of %s", String.join(", ", packages));
    }

    private static DescribedPredicate<JavaClass> isOutside(String... packages) {
        return DescribedPredicate.not(JavaClass.Predicates.resideInAnyPackage(packages))
                .as("reside outside of %s", String.join(", ", packages));
    }
}
