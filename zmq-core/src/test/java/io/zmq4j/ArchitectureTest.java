package io.zmq4j;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.util.Arrays;

/** The diagram of ARCHITECTURE.md, as a test. */
@AnalyzeClasses(packages = "io.zmq4j", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String IMPLEMENTATION = "io.zmq4j.internal.socket.Contexts";

    @ArchTest
    static final ArchRule layers = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("socket")
            .definedBy("io.zmq4j.internal.socket")
            .layer("pattern")
            .definedBy("io.zmq4j.internal.pattern")
            .layer("session")
            .definedBy("io.zmq4j.internal.session")
            .layer("engine")
            .definedBy("io.zmq4j.internal.engine")
            .layer("pipe")
            .definedBy("io.zmq4j.internal.pipe")
            .layer("transport")
            .definedBy("io.zmq4j.internal.transport")
            .layer("reactor")
            .definedBy("io.zmq4j.internal.reactor")
            .layer("zmtp")
            .definedBy("io.zmq4j.internal.zmtp..")
            .layer("udp")
            .definedBy("io.zmq4j.internal.udp")
            .layer("queue")
            .definedBy("io.zmq4j.internal.queue")
            .layer("crypto")
            .definedBy("io.zmq4j.internal.crypto")
            .layer("api")
            .definedBy("io.zmq4j")
            .whereLayer("socket")
            .mayOnlyAccessLayers("pattern", "session", "pipe", "transport", "reactor", "queue", "api")
            .whereLayer("pattern")
            .mayOnlyAccessLayers("pipe", "udp", "api")
            .whereLayer("session")
            .mayOnlyAccessLayers("engine", "pipe", "transport", "reactor", "zmtp", "udp", "api")
            .whereLayer("engine")
            .mayOnlyAccessLayers("reactor", "zmtp", "udp", "api")
            .whereLayer("pipe")
            .mayOnlyAccessLayers("reactor", "queue", "api")
            .whereLayer("transport")
            .mayOnlyAccessLayers("api")
            .whereLayer("zmtp")
            .mayOnlyAccessLayers("crypto", "api")
            .whereLayer("udp")
            .mayOnlyAccessLayers("api")
            .whereLayer("reactor")
            .mayOnlyAccessLayers("queue")
            .whereLayer("queue")
            .mayNotAccessAnyLayer()
            .whereLayer("crypto")
            .mayNotAccessAnyLayer();

    @ArchTest
    static final ArchRule apiKnowsOneClassOfTheImplementation = noClasses()
            .that()
            .resideInAPackage("io.zmq4j")
            .and()
            .doNotHaveFullyQualifiedName("io.zmq4j.ZmqContext")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.zmq4j.internal..");

    @ArchTest
    static final ArchRule contextKnowsOnlyTheEntryToTheImplementation = noClasses()
            .that()
            .haveFullyQualifiedName("io.zmq4j.ZmqContext")
            .should()
            .dependOnClassesThat(new DescribedPredicate<>("are internal, but for the entry") {
                @Override
                public boolean test(JavaClass type) {
                    return type.getPackageName().startsWith("io.zmq4j.internal")
                            && !type.getName().equals(IMPLEMENTATION);
                }
            });

    @ArchTest
    static final ArchRule noCycles =
            slices().matching("io.zmq4j.internal.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule nothingButTheJdk = classes()
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(
                    "io.zmq4j..",
                    "java..",
                    "javax.crypto",
                    "javax.net.ssl",
                    "javax.security.auth.x500",
                    "jdk.net",
                    "org.jspecify.annotations",
                    "org.bouncycastle..");

    @ArchTest
    static final ArchRule oneClassKnowsTheCryptoLibrary = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.zmq4j.internal.crypto.BouncyCastleKeyAgreement")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bouncycastle..");

    @ArchTest
    static final ArchRule protocolHasNoChannelThreadOrClock = noClasses()
            .that()
            .resideInAPackage("io.zmq4j.internal.zmtp..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.nio.channels..", "java.net..", "java.util.concurrent..")
            .orShould()
            .callMethod(System.class, "nanoTime");

    /** Nothing that came from a peer becomes an object or a class. */
    @ArchTest
    static final ArchRule noJavaSerialization = noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.Object(Input|Output).*|java\\.io\\.Externalizable|java\\.beans\\..*");

    @ArchTest
    static final ArchRule noClassesByName = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.zmq4j.internal.crypto.ForeignLibrary") // classes of newer JDKs
            .should()
            .callMethodWhere(target(nameMatching("forName|loadClass|findClass|defineClass|newInstance")));

    /** How long a comparison takes must not tell how much of a secret was right. */
    @ArchTest
    static final ArchRule secretsAreComparedInConstantTime = noClasses()
            .that(new DescribedPredicate<>("may compare secrets") {
                @Override
                public boolean test(JavaClass type) {
                    String name = type.getName();
                    return name.startsWith("io.zmq4j.internal.zmtp.mechanism.")
                            || name.equals("io.zmq4j.PlainUsers")
                            || name.startsWith("io.zmq4j.internal.crypto.")
                                    && !name.endsWith(".SodiumTier"); // which tries a box that everybody knows
                }
            })
            .should()
            .callMethodWhere(target(owner(type(Arrays.class))).and(target(nameMatching("equals|compare.*|mismatch"))))
            .orShould()
            .callMethodWhere(
                    target(owner(type(ByteBuffer.class))).and(target(nameMatching("equals|compareTo|mismatch"))));

    @ArchTest
    static final ArchRule cookieVouchAndPasswordsAreComparedByMessageDigest = classes()
            .that()
            .haveSimpleName("CurveServer")
            .or()
            .haveSimpleName("PlainUsers")
            .should()
            .callMethod(MessageDigest.class, "isEqual", byte[].class, byte[].class);

    @ArchTest
    static final ArchRule noWallClockDecides = noClasses().should().callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule nothingPinsVirtualThreads = methods().should().notHaveModifier(JavaModifier.SYNCHRONIZED);

    @ArchTest
    static final ArchRule packagesSayWhatMayBeNull = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith("org.jspecify.annotations.NullMarked");
}
