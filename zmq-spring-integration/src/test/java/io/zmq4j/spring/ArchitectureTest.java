package io.zmq4j.spring;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The layers: core, shared Spring layer, Spring Integration, and no Boot anywhere. */
class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.zmq4j.spring");

    @Test
    void shouldUseTheCoreThroughItsPublicApiOnly() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.zmq4j.internal..")
                .check(CLASSES);
    }

    @Test
    void shouldNotKnowBoot() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot..")
                .check(CLASSES);
    }

    /** What runs without Boot is tested without Boot. */
    @Test
    void shouldNotKnowBootInTestsEither() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot..")
                .check(new ClassFileImporter().importPackages("io.zmq4j.spring"));
    }

    @Test
    void shouldKeepTheSharedLayerFreeOfSpringIntegration() {
        noClasses()
                .that()
                .resideInAPackage("io.zmq4j.spring")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.springframework.integration..", "io.zmq4j.spring.integration..")
                .check(CLASSES);
    }

    /** Nothing that came from a peer becomes an object or a class. */
    @Test
    void shouldNotDeserializeNorLoadClassesByName() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.Object(Input|Output).*|.*\\.SerializationUtils|.*\\.serializer\\..*")
                .check(CLASSES);
        noClasses()
                .should()
                .callMethodWhere(target(nameMatching("forName|loadClass|resolveClassName|newInstance")))
                .check(CLASSES);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.zmq4j.spring.(**)").should().beFreeOfCycles().check(CLASSES);
    }

    @Test
    void shouldNotPinVirtualThreads() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(CLASSES);
    }

    @Test
    void shouldMarkEveryPackageForNullSafety() {
        classes()
                .should(new ArchCondition<>("reside in a null-marked package") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        events.add(new SimpleConditionEvent(
                                type,
                                type.getPackage().isAnnotatedWith(NullMarked.class),
                                type.getPackageName() + " of " + type.getName()));
                    }
                })
                .check(CLASSES);
    }
}
