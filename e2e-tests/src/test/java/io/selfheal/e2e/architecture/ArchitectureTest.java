package io.selfheal.e2e.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZonedDateTime;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How the code is laid out, as rules; each failure says how to mend it. */
class ArchitectureTest {

    private static final String[] AGENTS = {
        "io.selfheal.host..",
        "io.selfheal.agent..",
        "io.selfheal.plugin..",
        "io.selfheal.collector..",
        "io.selfheal.responder..",
        "io.selfheal.node.."
    };
    private static final String[] MODULES = {
        "io.selfheal.schemas",
        "io.selfheal.agent",
        "io.selfheal.collector",
        "io.selfheal.analyzer",
        "io.selfheal.enrichment",
        "io.selfheal.responder",
        "io.selfheal.notifier",
        "io.selfheal.node",
        "io.selfheal.standalone"
    };
    private static final String[] FRAMEWORKS = {
        "io.quarkus..",
        "io.smallrye..",
        "io.vertx..",
        "jakarta..",
        "org.eclipse.microprofile..",
        "org.springframework..",
        "com.google.inject.."
    };
    private static final Set<String> CLOCKS = Set.of(
            Instant.class.getName(),
            InstantSource.class.getName(),
            Clock.class.getName(),
            LocalDate.class.getName(),
            LocalDateTime.class.getName(),
            OffsetDateTime.class.getName(),
            ZonedDateTime.class.getName(),
            Year.class.getName());

    private static JavaClasses ours;

    @BeforeAll
    static void readClasses() {
        ours = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.selfheal");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "schemas",
                "host",
                "agent",
                "plugin",
                "service",
                "collector",
                "analyzer",
                "enrichment",
                "responder",
                "notifier",
                "node",
                "standalone",
                "e2e"
            })
    void packagesOfAModuleFormNoCircles(String module) {
        slices().matching("io.selfheal." + module + ".(*)..")
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .because("packages follow the data in one direction. Move the shared record to the earlier package,"
                        + " or let the earlier one declare an interface that the later one implements")
                .check(ours);
    }

    @Test
    void packagesAreNamedForFeaturesNotForLayers() {
        noClasses()
                .should()
                .resideInAnyPackage(
                        "..util..",
                        "..utils..",
                        "..common..",
                        "..impl..",
                        "..manager..",
                        "..helper..",
                        "..helpers..",
                        "..dto..",
                        "..exception..",
                        "..exceptions..",
                        "..mapper..",
                        "..misc..")
                .because("such packages collect what belongs together with nothing."
                        + " Put the class into the package of the feature that uses it")
                .check(ours);
    }

    @Test
    void agentsUseNoFramework() {
        noClasses()
                .that()
                .resideInAnyPackage(AGENTS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(FRAMEWORKS)
                .because("an agent has to stay below 70 MiB and start in a second."
                        + " Construct things with new in the agent's entry class")
                .check(ours);
    }

    @Test
    void onlyTestsKnowTheTestKit() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.selfheal.test..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.selfheal.test..")
                .because("it starts brokers and servers for tests. Declare it with the scope test")
                .check(ours);
    }

    @Test
    void schemasKnowOnlyJacksonsStreamAndKafkasSerializers() {
        noClasses()
                .that()
                .resideInAPackage("io.selfheal.schemas..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORKS)
                        .or(resideInAnyPackage(
                                "com.fasterxml.jackson.databind..",
                                "org.apache.kafka.clients.consumer..",
                                "org.apache.kafka.clients.producer..",
                                "org.apache.kafka.streams..")))
                .because(
                        "every module carries the schemas along. Keep the binding to a framework in the module that uses it")
                .check(ours);
    }

    @Test
    void pluginsSeeTheirInterfaceAndNothingOfTheirHost() {
        noClasses()
                .that()
                .resideInAPackage("io.selfheal.plugin")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.selfheal..")
                        .and(DescribedPredicate.not(resideInAnyPackage("io.selfheal.plugin", "io.selfheal.schemas.."))))
                .because("a plugin's class loader shows it io.selfheal.plugin, io.selfheal.schemas and the JDK only."
                        + " Keep what runs plugins in io.selfheal.plugin.host")
                .check(ours);
    }

    @Test
    void theAnalyzersThinkingIsPlainJava() {
        noClasses()
                .that()
                .resideInAPackage("io.selfheal.analyzer.*..")
                .and()
                .resideOutsideOfPackages("io.selfheal.analyzer.stream..", "io.selfheal.analyzer.wiring..")
                .should()
                .dependOnClassesThat(resideInAnyPackage(FRAMEWORKS).or(resideInAnyPackage("org.apache.kafka..")))
                .because("detection, scoring and deciding are tested with new and run in replay without Kafka."
                        + " Pass plain values in and return them; adapt in analyzer.stream or analyzer.wiring")
                .check(ours);
    }

    @Test
    void nothingThatDecidesByItselfReachesRebootAndShutdown() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "io.selfheal.collector..",
                        "io.selfheal.analyzer..",
                        "io.selfheal.enrichment..",
                        "io.selfheal.notifier..",
                        "io.selfheal.plugin..",
                        "io.selfheal.responder.guard..",
                        "io.selfheal.responder.firewall..",
                        "io.selfheal.responder.reconcile..",
                        "io.selfheal.responder.plugin..",
                        "io.selfheal.responder.heal..",
                        "io.selfheal.responder.vitals..")
                .should()
                .dependOnClassesThat(
                        resideInAnyPackage("io.selfheal.responder.power..", "io.selfheal.responder.isolate..")
                                .or(describe(
                                        "order reboot, shutdown or isolation",
                                        type -> type.getName()
                                                .matches("io\\.selfheal\\..*NodeAct\\$(Reboot|ShutDown|Isolate)"))))
                .because(
                        "a host is rebooted, shut down or cut off when a person orders it and never by a score (ACT-32)."
                                + " Only an order that a person signed leads there, through responder.order")
                .check(ours);
        noClasses()
                .that()
                .resideInAPackage("io.selfheal.responder..")
                .and()
                .resideOutsideOfPackages("io.selfheal.responder", "io.selfheal.responder.power..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.selfheal.responder.power..")
                .because("the order desk alone has the performer of power orders, which the module's wiring gives it")
                .check(ours);
        noClasses()
                .that()
                .resideInAPackage("io.selfheal.responder..")
                .and()
                .resideOutsideOfPackages(
                        "io.selfheal.responder",
                        "io.selfheal.responder.isolate..",
                        "io.selfheal.responder.control..",
                        "io.selfheal.responder.command..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.selfheal.responder.isolate..")
                .because("the order desk alone has the performer of isolation; control and commands only end one")
                .check(ours);
    }

    @Test
    void timeIsPassedIn() {
        noClasses()
                .that(areNot(wiring()))
                .and()
                .resideOutsideOfPackage("io.selfheal.e2e..")
                .should()
                .accessTargetWhere(readsTheClock())
                .because(
                        "logic that reads a clock can neither be replayed nor tested. Take an Instant or an InstantSource"
                                + " as parameter; only a module's root package, a command, an application-scoped bean, or a class"
                                + " named …Main, …Wiring or …Application may ask the system for one")
                .check(ours);
    }

    @Test
    void queuesAndPoolsAreBounded() {
        noClasses()
                .should()
                .accessTargetWhere(describe(
                        "makes an unbounded queue or pool",
                        access -> isCall(access, Executors.class, "newCachedThreadPool")
                                || isCall(access, Executors.class, "newFixedThreadPool")
                                || isCall(access, Executors.class, "newSingleThreadExecutor")
                                || isEmptyConstructor(access, LinkedBlockingQueue.class)
                                || isEmptyConstructor(access, LinkedBlockingDeque.class)))
                .because(
                        "attackers decide how much arrives. Use an ArrayBlockingQueue, or a ThreadPoolExecutor with a bound,"
                                + " and say what happens when it is full")
                .check(ours);
    }

    @Test
    void everyPackageSaysThatItsTypesAreNotNull() {
        classes()
                .that(describe("are types", type -> !type.getSimpleName().equals("package-info")))
                .should()
                .resideInAnyPackage(ours.stream()
                        .map(JavaClass::getPackage)
                        .filter(each -> each.isAnnotatedWith(NullMarked.class))
                        .map(each -> each.getName())
                        .distinct()
                        .toArray(String[]::new))
                .because("null is only allowed where @Nullable says so."
                        + " Add a package-info.java with @NullMarked and a sentence on what the package is for")
                .check(ours);
    }

    /** The places that may hold the system clock and hand it on. */
    private static DescribedPredicate<JavaClass> wiring() {
        return describe(
                "wiring",
                type -> Set.of(MODULES).contains(type.getPackageName())
                        || type.isAnnotatedWith("picocli.CommandLine$Command")
                        || type.isAnnotatedWith("jakarta.enterprise.context.ApplicationScoped")
                        || type.getName().matches(".*(Main|Wiring|Application)(\\$.*)?"));
    }

    private static DescribedPredicate<JavaClass> areNot(DescribedPredicate<JavaClass> predicate) {
        return DescribedPredicate.not(predicate);
    }

    private static DescribedPredicate<JavaAccess<?>> readsTheClock() {
        return describe(
                "reads the system's clock",
                access -> isCall(access, System.class, "currentTimeMillis")
                        || (CLOCKS.contains(access.getTargetOwner().getName())
                                && (access.getName().equals("now")
                                        || access.getName().startsWith("system"))));
    }

    private static boolean isCall(JavaAccess<?> access, Class<?> owner, String name) {
        return access.getTargetOwner().isEquivalentTo(owner) && access.getName().equals(name);
    }

    private static boolean isEmptyConstructor(JavaAccess<?> access, Class<?> owner) {
        return isCall(access, owner, "<init>")
                && access.getTarget().getFullName().endsWith("<init>()");
    }
}
