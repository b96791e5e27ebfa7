package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.actuate.ZmqDescriptor;
import io.zmq4j.spring.boot.actuate.ZmqEndpoint;
import java.lang.reflect.Method;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.javapoet.ClassName;
import org.springframework.util.ReflectionUtils;

/** What a native image has to know, as far as it can be told without building one. */
class ZmqRuntimeHintsTest {

    record Order(String item, int count) {}

    static class Listener {
        @ZmqListener("orders")
        void on(Order order) {}

        void unrelated() {}
    }

    private static Method method(Class<?> type, String name, Class<?>... parameters) {
        Method method = ReflectionUtils.findMethod(type, name, parameters);
        assertThat(method).isNotNull();
        return method;
    }

    @Test
    void shouldBeRegisteredWhenTheStarterIsThere() {
        assertThat(AotServices.factories().load(RuntimeHintsRegistrar.class))
                .hasAtLeastOneElementOfType(ZmqRuntimeHints.class);
    }

    @Test
    void shouldNameWhatIsCalledByReflectionAlone() {
        RuntimeHints hints = new RuntimeHints();
        new ZmqRuntimeHints().registerHints(hints, getClass().getClassLoader());
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(method(ProxyProperties.End.class, "of", String.class)))
                .accepts(hints);
        Method isVirtual = ReflectionUtils.findMethod(Thread.class, "isVirtual");
        if (isVirtual != null) {
            assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(isVirtual))
                    .accepts(hints);
        }
    }

    @Test
    void shouldCoverListenerMethodsAndTheirPayloads() {
        RuntimeHints hints = new RuntimeHints();
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Listener.class);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method(Listener.class, "on", Order.class)))
                .accepts(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method(Listener.class, "unrelated")))
                .rejects(hints);
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method(Order.class, "item")))
                .accepts(hints);
    }

    @Test
    void shouldCoverTheOperationsOfTheEndpointAndTheirResults() {
        RuntimeHints hints = new RuntimeHints();
        new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, ZmqEndpoint.class);
        assertThat(RuntimeHintsPredicates.reflection()
                        .onMethodInvocation(method(ZmqEndpoint.class, "change", String.class, String.class)))
                .accepts(hints);
        for (Class<?> part : ZmqDescriptor.class.getDeclaredClasses()) {
            assertThat(RuntimeHintsPredicates.reflection().onType(part))
                    .as("%s", part)
                    .accepts(hints);
        }
    }

    /** What {@code process-aot} does, without compiling what it generates. */
    @Test
    void shouldBeProcessedAheadOfTime() {
        AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
        context.register(
                JacksonAutoConfiguration.class,
                ZmqAutoConfiguration.class,
                ZmqProxyAutoConfiguration.class,
                ZmqMetricsAutoConfiguration.class,
                ZmqHealthAutoConfiguration.class,
                ZmqEndpointAutoConfiguration.class,
                Listener.class);
        TestPropertyValues.of(
                        "zmq.sockets.orders.type=pull",
                        "zmq.sockets.orders.bind=tcp://127.0.0.1:0",
                        "management.endpoints.web.exposure.include=zmq")
                .applyTo(context);
        InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
        DefaultGenerationContext generation =
                new DefaultGenerationContext(new ClassNameGenerator(ClassName.get(Listener.class)), files);

        new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
        generation.writeGeneratedContent();

        assertThat(files.getGeneratedFiles(Kind.SOURCE).keySet())
                .anyMatch(name -> name.contains("ZmqAutoConfiguration__BeanDefinitions"))
                .anyMatch(name -> name.contains("ZmqProxyAutoConfiguration__BeanDefinitions"));
        RuntimeHints hints = generation.getRuntimeHints();
        assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(method(Listener.class, "on", Order.class)))
                .accepts(hints);
        PropertyKeys.types()
                .forEach(type -> assertThat(RuntimeHintsPredicates.reflection().onType(type))
                        .as("%s is bound", type)
                        .accepts(hints));
        assertThat(Arrays.asList(SocketOptions.Tcp.class.getDeclaredConstructors()))
                .allSatisfy(constructor -> assertThat(
                                RuntimeHintsPredicates.reflection().onConstructorInvocation(constructor))
                        .accepts(hints));
    }
}
