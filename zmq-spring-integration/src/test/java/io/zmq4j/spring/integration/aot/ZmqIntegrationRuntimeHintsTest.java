package io.zmq4j.spring.integration.aot;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import io.zmq4j.spring.integration.outbound.ZmqMessageHandler;
import java.lang.reflect.Method;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.util.ReflectionUtils;

/** What a native image has to know, as far as it can be told without building one. */
class ZmqIntegrationRuntimeHintsTest {

    private static RuntimeHints hints() {
        RuntimeHints hints = new RuntimeHints();
        new ZmqIntegrationRuntimeHints().registerHints(hints, ZmqIntegrationRuntimeHintsTest.class.getClassLoader());
        return hints;
    }

    private static Method method(Class<?> type, String name) {
        Method method = ReflectionUtils.findMethod(type, name, (Class<?>[]) null);
        assertThat(method).isNotNull();
        return method;
    }

    @Test
    void shouldBeFoundByTheFramework() {
        assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(ZmqIntegrationRuntimeHints.class);
    }

    @ParameterizedTest
    @CsvSource({
        "true, subscribe",
        "true, unsubscribe",
        "true, pause",
        "true, resume",
        "true, isPaused",
        "true, getBoundPort",
        "false, getBoundPort",
        "false, getWaitingCount",
    })
    void shouldNameWhatTheControlBusCalls(boolean inbound, String name) {
        Class<?> type = inbound ? ZmqMessageProducer.class : ZmqMessageHandler.class;

        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method(type, name)))
                .accepts(hints());
    }

    /** A component that is added later is found here. */
    @Test
    void shouldNameEveryManagedMethodOfThisModule() {
        List<Method> managed = new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.zmq4j.spring").stream()
                        .flatMap(type -> type.getMethods().stream())
                        .filter(method -> method.isAnnotatedWith(ManagedOperation.class)
                                || method.isAnnotatedWith(ManagedAttribute.class))
                        .map(JavaMethod::reflect)
                        .toList();

        assertThat(managed).hasSizeGreaterThan(10).allSatisfy(method -> assertThat(
                        RuntimeHintsPredicates.reflection().onMethodInvocation(method))
                .accepts(hints()));
    }

    @Test
    void shouldNameTheMethodThatStandsForGenericTypesAndNoMore() {
        assertThat(RuntimeHintsPredicates.reflection().onType(Object.class)).accepts(hints());
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(method(ZmqMessageProducer.class, "setConcurrency")))
                .rejects(hints());
    }
}
