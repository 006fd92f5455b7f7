package tcprt.pcaps;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import tcprt.flow.PortRules;
import tcprt.fuse.MountedDirectory;
import tcprt.wire.Seq;

/** Who knows whom. docs/DESIGN.md draws it; this keeps it true. */
@AnalyzeClasses(packages = "tcprt", importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
    private static final String[] TCP_STATE = {
        "tcprt", "tcprt.wire..", "tcprt.flow..", "tcprt.stream..", "tcprt.tcp..", "tcprt.task.."
    };

    // What a package may know, from the bottom up.

    @ArchTest
    static final ArchRule wireKnowsNothingElse =
            noClasses()
                    .that()
                    .resideInAPackage("tcprt.wire..")
                    .should()
                    .dependOnClassesThat(tcprtOutside("tcprt.wire.."));

    @ArchTest
    static final ArchRule tasksKnowNoHeaders =
            noClasses()
                    .that()
                    .resideInAPackage("tcprt.task..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("tcprt.wire..")
                                    .and(not(type(Seq.class)))
                                    .as("classes of tcprt.wire but Seq"));

    @ArchTest
    static final ArchRule tasksKnowNoFlows =
            noClasses()
                    .that()
                    .resideInAPackage("tcprt.task..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("tcprt", "tcprt.flow..");

    @ArchTest
    static final ArchRule captureKnowsNothingElse =
            noClasses()
                    .that()
                    .resideInAPackage("tcprt.capture..")
                    .should()
                    .dependOnClassesThat(tcprtOutside("tcprt.capture.."));

    @ArchTest
    static final ArchRule tcpStateDoesNotKnowCaptureOrText =
            noClasses()
                    .that()
                    .resideInAnyPackage(TCP_STATE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "tcprt.capture..", "tcprt.emit..", "tcprt.parse..", "tcprt.cli..");

    @ArchTest
    static final ArchRule emitterKnowsTasksButNoPackets =
            noClasses()
                    .that()
                    .resideInAPackage("tcprt.emit..")
                    .should()
                    .dependOnClassesThat(
                            tcprtOutside("tcprt.emit..", "tcprt.task..")
                                    .and(
                                            not(
                                                    type(PortRules.class)
                                                            .or(type(PortRules.PortRange.class)))));

    @ArchTest
    static final ArchRule mountedFilesKnowTheRingOnly =
            noClasses()
                    .that()
                    .resideInAPackage("tcprt.fuse..")
                    .should()
                    .dependOnClassesThat(tcprtOutside("tcprt.fuse..", "tcprt.emit.."));

    @ArchTest
    static final ArchRule oneClassKnowsLibfuse =
            noClasses()
                    .that(not(nameStartingWith(MountedDirectory.class.getName())))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("ru.serce.jnrfuse..");

    @ArchTest
    static final ArchRule nothingKnowsTheCommand =
            noClasses()
                    .that()
                    .resideOutsideOfPackages("tcprt.cli..", "tcprt.bench..", "tcprt.pcaps..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("tcprt.cli..");

    @ArchTest
    static final ArchRule validationKnowsRecordsButNoPackets =
            noClasses()
                    .that()
                    .resideInAPackage("tcprt.validate..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("tcprt.wire..", "tcprt.tcp..", "tcprt.emit..");

    @ArchTest
    static final ArchRule validationGoesOneWay =
            slices().matching("tcprt.validate.(*)..").should().beFreeOfCycles();

    // What the heart of the program does without.

    @ArchTest
    static final ArchRule tcpStateNeedsTheJdkOnly =
            classes()
                    .that()
                    .resideInAnyPackage(TCP_STATE)
                    .should()
                    .onlyDependOnClassesThat(
                            resideInAnyPackage("java.lang..", "java.util..", "java.nio")
                                    .or(resideInAPackage("org.jspecify.annotations"))
                                    .or(resideInAnyPackage(TCP_STATE)));

    @ArchTest
    static final ArchRule tcpStateStartsNoThreads =
            noClasses()
                    .that()
                    .resideInAnyPackage(TCP_STATE)
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(Thread.class)
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("java.util.concurrent..");

    @ArchTest
    static final ArchRule tcpStateReadsNoClock =
            noClasses()
                    .that()
                    .resideInAnyPackage(TCP_STATE)
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .dependOnClassesThat()
                    .resideInAPackage("java.time..");

    @ArchTest
    static final ArchRule tcpStateOpensNoFile =
            noClasses()
                    .that()
                    .resideInAnyPackage(TCP_STATE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..");

    private static DescribedPredicate<JavaClass> tcprtOutside(String... packages) {
        return resideInAnyPackage("tcprt..")
                .and(not(resideInAnyPackage(packages)))
                .as("classes of tcprt outside %s", String.join(", ", packages));
    }
}
