package io.zmq4j.spring.boot;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.context.annotation.Bean;

@AnalyzeClasses(packages = "io.zmq4j.spring", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule autoConfigurationsArePublicAndFinal = classes()
            .that()
            .areAnnotatedWith(AutoConfiguration.class)
            .should()
            .bePublic()
            .andShould()
            .haveModifier(JavaModifier.FINAL);

    @ArchTest
    static final ArchRule beanMethodsArePackagePrivate =
            noMethods().that().areAnnotatedWith(Bean.class).should().bePublic();

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("io.zmq4j.spring.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingBelowBootKnowsBoot = noClasses()
            .that()
            .resideInAnyPackage("io.zmq4j.spring.template", "io.zmq4j.spring.listener", "io.zmq4j.spring.annotation")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.springframework.boot..", "io.zmq4j.spring.boot..");

    @ArchTest
    static final ArchRule nothingUsesTheInsideOfTheCore = noClasses()
            .that()
            .resideInAPackage("io.zmq4j.spring..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.zmq4j.internal..");

    /** Nothing that came from a peer becomes an object or a class. */
    @ArchTest
    static final ArchRule noJavaSerialization = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.Object(Input|Output).*|.*\\.SerializationUtils|.*\\.serializer\\..*");

    @ArchTest
    static final ArchRule noClassesByName = noClasses()
            .should()
            .callMethodWhere(target(nameMatching("forName|loadClass|resolveClassName|newInstance")));

    @ArchTest
    static final ArchRule waitsDoNotPinVirtualThreads = noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED);
}
