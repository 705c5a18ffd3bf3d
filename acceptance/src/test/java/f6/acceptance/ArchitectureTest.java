package f6.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.jspecify.annotations.NullMarked;

/// The house: outside points inward. A rule that matches no class fails (ArchUnit's default, kept by
/// archunit.properties).
@AnalyzeClasses(packages = "f6", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] OUTSIDE_LIBRARIES = {
        "org.springframework..", "java.sql..", "javax.sql..", "jakarta..", "com.zaxxer..", "org.flywaydb..", "graphql.."
    };

    @ArchTest
    static final ArchRule THE_EVENT_STORE_NEEDS_THE_JDK_ONLY = classes()
            .that()
            .resideInAPackage("f6.eventstore..")
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "f6.eventstore..",
                    "java.lang..",
                    "java.util..",
                    "java.time..",
                    "java.math..",
                    "java.nio.charset..",
                    "java.security..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule INSIDE_KNOWS_NO_OUTSIDE = noClasses()
            .that()
            .resideInAnyPackage("f6.eventstore..", "f6.zone..", "f6.publishing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.postgres..", "f6.web..", "f6.app..");

    @ArchTest
    static final ArchRule INSIDE_KNOWS_NO_FRAMEWORK = noClasses()
            .that()
            .resideInAnyPackage("f6.eventstore..", "f6.zone..", "f6.publishing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(OUTSIDE_LIBRARIES);

    @ArchTest
    static final ArchRule ZONES_KNOW_NO_PUBLISHING = noClasses()
            .that()
            .resideInAnyPackage("f6.zone..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.publishing..");

    @ArchTest
    static final ArchRule PUBLISHING_KNOWS_NO_ZONES = noClasses()
            .that()
            .resideInAnyPackage("f6.publishing..", "f6.web.publishing..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.zone..");

    @ArchTest
    static final ArchRule THE_DATABASE_KNOWS_NO_WEB = noClasses()
            .that()
            .resideInAPackage("f6.postgres..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.web..", "f6.app..", "org.springframework..");

    /// The library that only stores events. What zones and publishing keep besides is in packages below it.
    @ArchTest
    static final ArchRule THE_STORE_ON_POSTGRESQL_KNOWS_NO_ZONES = noClasses()
            .that()
            .resideInAPackage("f6.postgres")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.zone..");

    @ArchTest
    static final ArchRule THE_WEB_KNOWS_NO_DATABASE = noClasses()
            .that()
            .resideInAPackage("f6.web..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.postgres..", "f6.app..", "java.sql..", "javax.sql..", "com.zaxxer..");

    @ArchTest
    static final ArchRule EVENTS_KNOW_NOTHING_ELSE = noClasses()
            .that()
            .resideInAPackage("f6.eventstore.event")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "f6.eventstore.store..",
                    "f6.eventstore.model..",
                    "f6.eventstore.timeline..",
                    "f6.eventstore.boundary..",
                    "f6.eventstore.memory..");

    @ArchTest
    static final ArchRule THE_STORE_KNOWS_ONLY_EVENTS = noClasses()
            .that()
            .resideInAPackage("f6.eventstore.store")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.eventstore.model..", "f6.eventstore.timeline..", "f6.eventstore.memory..");

    @ArchTest
    static final ArchRule DECIDING_IS_FREE_OF_STORAGE = noClasses()
            .that()
            .resideInAPackage("f6.eventstore.model")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.eventstore.memory..", "f6.eventstore.timeline..", "java.io..", "java.nio.file..");

    @ArchTest
    static final ArchRule TIME_TRAVEL_IS_FREE_OF_STORAGE = noClasses()
            .that()
            .resideInAPackage("f6.eventstore.timeline")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "f6.eventstore.store..",
                    "f6.eventstore.boundary..",
                    "f6.eventstore.memory..",
                    "java.io..",
                    "java.nio..");

    @ArchTest
    static final ArchRule DEFINITIONS_KNOW_NO_COMMANDS_OR_VIEWS = noClasses()
            .that()
            .resideInAPackage("f6.zone.definition")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("f6.zone.command..", "f6.zone.view..", "f6.eventstore.store..");

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_EVENT_STORE =
            slices().matching("f6.eventstore.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule NO_CYCLES_IN_THE_ZONE =
            slices().matching("f6.zone.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule EVERY_PACKAGE_IS_NULL_MARKED =
            classes().that().haveSimpleName("package-info").should().beAnnotatedWith(NullMarked.class);

    @ArchTest
    static final ArchRule NAMES_SAY_SOMETHING = noClasses()
            .that()
            .resideInAPackage("f6..")
            .should()
            .resideInAnyPackage("..util..", "..common..", "..helper..", "..impl..", "..manager..")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Utils");
}
