package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqListenerContainerFactoryConfigurer;
import io.zmq4j.spring.listener.ZmqDeadLetterRecoverer;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerContainerFactory;
import io.zmq4j.spring.listener.ZmqListenerEndpoint;
import io.zmq4j.spring.listener.ZmqListenerErrorHandler;
import io.zmq4j.spring.listener.ZmqMessageFilter;
import io.zmq4j.spring.listener.ZmqMessageRecoverer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.AliasFor;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.converter.StringMessageConverter;

/** Every attribute of the annotation takes placeholders and expressions, also through an annotation of the user's. */
class ListenerAttributesTest {

    @Configuration(proxyBeanMethods = false)
    static class Beans {
        @Bean
        ZmqListenerContainerFactory second(
                ZmqSockets sockets, MsgMapper mapper, ZmqListenerContainerFactoryConfigurer configurer) {
            ZmqListenerContainerFactory factory = new ZmqListenerContainerFactory(sockets, mapper);
            configurer.configure(factory);
            factory.setConcurrency(7);
            return factory;
        }

        @Bean(destroyMethod = "shutdownNow")
        Executor pool() {
            return Executors.newCachedThreadPool();
        }

        @Bean
        MessageConverter converter() {
            return new StringMessageConverter();
        }

        @Bean
        ZmqListenerErrorHandler handler() {
            return (message, failure) -> null;
        }

        @Bean
        ZmqMessageFilter odd() {
            return message -> false;
        }

        @Bean
        RetryPolicy policy() {
            return RetryPolicy.withMaxRetries(1);
        }

        @Bean
        ZmqMessageRecoverer keeper() {
            return failed -> {};
        }

        @Bean
        List<String> topics() {
            return List.of("a.", "b.");
        }
    }

    static class Placeholders {
        @ZmqListener(
                socket = "${p.socket}",
                subscribe = "${p.topics}",
                id = "${p.id}",
                group = "${p.group}",
                info = "${p.info}",
                containerFactory = "${p.factory}",
                autoStartup = "${p.off}",
                batch = "${p.on}",
                executor = "${p.executor}",
                messageConverter = "${p.converter}",
                errorHandler = "${p.handler}",
                filter = "${p.filter}",
                returnExceptions = "${p.on}",
                retryPolicy = "${p.policy}",
                recoverer = "${p.recoverer}")
        void on(List<String> all) {}

        @ZmqListener(
                type = "${p.type}",
                bind = "${p.bind}",
                connect = "${p.connect}",
                id = "inline",
                concurrency = "${p.concurrency}",
                autoStartup = "false",
                deadLetterSocket = "${p.dead}")
        void inline(String text) {}
    }

    static class Expressions {
        @ZmqListener(
                socket = "#{'su' + 'b'}",
                subscribe = "#{@topics}",
                id = "#{'my' + 'Id'}",
                group = "#{'my' + 'Group'}",
                info = "#{'about ' + environment['p.id']}",
                containerFactory = "#{@second}",
                autoStartup = "#{1 > 2}",
                batch = "#{1 < 2}",
                executor = "#{@pool}",
                messageConverter = "#{@converter}",
                errorHandler = "#{'hand' + 'ler'}",
                filter = "#{@odd}",
                returnExceptions = "#{true}",
                retryPolicy = "#{@policy}",
                recoverer = "#{@keeper}")
        void on(List<String> all) {}

        @ZmqListener(
                type = "#{T(io.zmq4j.SocketType).PULL}",
                bind = "#{{'inproc://one', 'inproc://two'}}",
                connect = "#{'inproc://three'}",
                id = "inline",
                concurrency = "#{1 + 2}",
                autoStartup = "#{false}",
                deadLetterSocket = "#{'de' + 'ad'}")
        void inline(String text) {}
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @Repeatable(Mines.class)
    @ZmqListener(
            subscribe = {"a.", "b."},
            containerFactory = "second",
            autoStartup = "false",
            batch = "true",
            executor = "pool",
            messageConverter = "converter",
            errorHandler = "handler",
            filter = "odd",
            returnExceptions = "true",
            retryPolicy = "policy",
            recoverer = "keeper",
            info = "about myId")
    @interface Mine {
        @AliasFor(annotation = ZmqListener.class, attribute = "socket")
        String of();

        @AliasFor(annotation = ZmqListener.class, attribute = "id")
        String called();

        @AliasFor(annotation = ZmqListener.class, attribute = "group")
        String among() default "myGroup";
    }

    @Target(ElementType.METHOD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface Mines {
        Mine[] value();
    }

    static class Annotated {
        @Mine(of = "sub", called = "myId")
        void on(List<String> all) {}

        @ZmqListener(
                type = "pull",
                bind = "inproc://one,inproc://two",
                connect = "inproc://three",
                id = "inline",
                concurrency = "3",
                autoStartup = "false",
                deadLetterSocket = "dead")
        void inline(String text) {}
    }

    private static ApplicationContextRunner runner(Class<?> listeners) {
        return Starter.runner()
                .withUserConfiguration(Beans.class, listeners)
                .withPropertyValues(
                        "zmq.sockets.sub.type=sub",
                        "zmq.sockets.sub.connect=inproc://sub",
                        "zmq.sockets.dead.type=push",
                        "zmq.sockets.dead.bind=inproc://dead",
                        "p.socket=sub",
                        "p.topics=a.,b.",
                        "p.id=myId",
                        "p.group=myGroup",
                        "p.info=about myId",
                        "p.factory=second",
                        "p.off=false",
                        "p.on=true",
                        "p.executor=pool",
                        "p.converter=converter",
                        "p.handler=handler",
                        "p.filter=odd",
                        "p.policy=policy",
                        "p.recoverer=keeper",
                        "p.type=pull",
                        "p.bind=inproc://one,inproc://two",
                        "p.connect=inproc://three",
                        "p.concurrency=3",
                        "p.dead=dead");
    }

    /** What each attribute comes to, read from the container. */
    private static Map<String, Object> effects(AssertableApplicationContext context) {
        ZmqListenerContainer container = context.getBean("myId", ZmqListenerContainer.class);
        ZmqListenerEndpoint endpoint = container.getEndpoint();
        ZmqListenerContainer inline = context.getBean("inline", ZmqListenerContainer.class);
        ZmqSockets sockets = context.getBean(ZmqSockets.class);
        Map<String, Object> effects = new TreeMap<>();
        effects.put("socket", endpoint.socket().equals("sub"));
        effects.put("subscribe", endpoint.subscribe().equals(List.of("a.", "b.")));
        effects.put("id", endpoint.id().equals("myId"));
        effects.put("group", "myGroup".equals(endpoint.group()));
        effects.put("info", endpoint.info().equals("about myId"));
        effects.put("containerFactory", container.getConcurrency() == 7);
        effects.put("autoStartup", !container.isAutoStartup() && !container.isRunning());
        effects.put("batch", endpoint.batchType() != null);
        effects.put("executor", endpoint.executor() == context.getBean("pool"));
        effects.put(
                "messageConverter",
                endpoint.mapper() != null && endpoint.mapper().converter() == context.getBean("converter"));
        effects.put("errorHandler", endpoint.errorHandler() == context.getBean("handler"));
        effects.put("filter", endpoint.filter() == context.getBean("odd"));
        effects.put("returnExceptions", Boolean.TRUE.equals(endpoint.returnExceptions()));
        effects.put("retryPolicy", endpoint.retryPolicy() == context.getBean("policy"));
        effects.put("recoverer", endpoint.recoverer() == context.getBean("keeper"));
        effects.put("type", sockets.spec("inline").type().name().equals("PULL"));
        effects.put("bind", sockets.spec("inline").bind().equals(List.of("inproc://one", "inproc://two")));
        effects.put("connect", sockets.spec("inline").connect().equals(List.of("inproc://three")));
        effects.put("concurrency", inline.getConcurrency() == 3);
        effects.put(
                "deadLetterSocket",
                inline.getEndpoint().recoverer() instanceof ZmqDeadLetterRecoverer dead
                        && dead.socket().equals("dead"));
        return effects;
    }

    static Stream<Arguments> listeners() {
        return Stream.of(Placeholders.class, Expressions.class, Annotated.class).map(Arguments::of);
    }

    @ParameterizedTest
    @MethodSource("listeners")
    void shouldTakeEffectInWhateverFormItIsWritten(Class<?> listeners) {
        runner(listeners).run(context -> {
            assertThat(context).hasNotFailed();
            Map<String, Object> effects = effects(context);
            assertThat(effects)
                    .allSatisfy((name, fits) -> assertThat(fits).as(name).isEqualTo(true));
            // an attribute that is new needs its line above
            Set<String> attributes = Arrays.stream(ZmqListener.class.getDeclaredMethods())
                    .map(Method::getName)
                    .filter(name -> !name.equals("value"))
                    .collect(Collectors.toSet());
            assertThat(effects.keySet()).isEqualTo(attributes);
        });
    }

    static class Twice {
        @Mine(of = "sub", called = "one")
        @Mine(of = "sub", called = "two")
        void on(List<String> all) {}
    }

    @Test
    void shouldListenTwiceWhenAnnotationOfTheUserIsRepeated() {
        runner(Twice.class).run(context -> assertThat(
                        context.getBeansOfType(ZmqListenerContainer.class).keySet())
                .containsExactlyInAnyOrder("one", "two"));
    }

    static Stream<Arguments> wrong() {
        Function<String, String> bean = attribute -> attribute + " is 'nobody', allowed: the name of a bean of type";
        return Stream.of(
                Arguments.of(NoPolicy.class, bean.apply("retryPolicy")),
                Arguments.of(NoRecoverer.class, bean.apply("recoverer")),
                Arguments.of(NoFactory.class, bean.apply("containerFactory")),
                Arguments.of(NoConverter.class, bean.apply("messageConverter")),
                Arguments.of(NoHandler.class, bean.apply("errorHandler")),
                Arguments.of(Both.class, "deadLetterSocket is 'dead', allowed: nothing beside recoverer"));
    }

    static class NoPolicy {
        @ZmqListener(socket = "sub", retryPolicy = "nobody")
        void on(String text) {}
    }

    static class NoRecoverer {
        @ZmqListener(socket = "sub", recoverer = "nobody")
        void on(String text) {}
    }

    static class NoFactory {
        @ZmqListener(socket = "sub", containerFactory = "nobody")
        void on(String text) {}
    }

    static class NoConverter {
        @ZmqListener(socket = "sub", messageConverter = "nobody")
        void on(String text) {}
    }

    static class NoHandler {
        @ZmqListener(socket = "sub", errorHandler = "nobody")
        void on(String text) {}
    }

    static class Both {
        @ZmqListener(socket = "sub", recoverer = "keeper", deadLetterSocket = "dead")
        void on(String text) {}
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldRefuseToStartWhenBeanIsMissing(Class<?> listener, String reason) {
        runner(listener).run(context -> assertThat(context).getFailure().hasStackTraceContaining(reason));
    }
}
