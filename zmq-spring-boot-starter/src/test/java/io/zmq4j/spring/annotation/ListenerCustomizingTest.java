package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.autoconfigure.ZmqListenerContainerFactoryCustomizer;
import io.zmq4j.spring.listener.ZmqErrorHandler;
import io.zmq4j.spring.listener.ZmqListenerContainer;
import io.zmq4j.spring.listener.ZmqListenerContainerCustomizer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.annotation.Order;
import org.springframework.messaging.Message;
import org.springframework.messaging.handler.annotation.Payload;
import org.springframework.messaging.handler.annotation.support.MethodArgumentNotValidException;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.validation.Errors;
import org.springframework.validation.Validator;
import org.springframework.validation.annotation.Validated;

/** What an application can change about its listeners: containers, arguments, validation. */
class ListenerCustomizingTest {

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    record Purchase(int id) {}

    record Caller(String name) {}

    static class Listener {
        final List<Object> received = new CopyOnWriteArrayList<>();

        @ZmqListener(socket = "in", id = "listener")
        void on(@Payload @Validated Purchase order, @Nullable Caller caller) {
            received.add(caller == null ? order : caller.name() + order.id());
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Changes {
        final List<String> order = new CopyOnWriteArrayList<>();
        final List<Exception> failures = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        ZmqListenerContainerCustomizer second() {
            return endpoint -> {
                order.add("second");
                return endpoint.toBuilder().info(endpoint.info() + "!").build();
            };
        }

        @Bean
        @Order(1)
        ZmqListenerContainerCustomizer first() {
            return endpoint -> {
                order.add("first");
                return endpoint.toBuilder()
                        .info("changed")
                        .concurrency(2)
                        .phase(42)
                        .build();
            };
        }

        @Bean
        ZmqListenerContainerFactoryCustomizer callers() {
            return factory -> factory.setArgumentResolvers(List.of(new HandlerMethodArgumentResolver() {
                @Override
                public boolean supportsParameter(MethodParameter parameter) {
                    return parameter.getParameterType() == Caller.class;
                }

                @Override
                public Object resolveArgument(MethodParameter parameter, Message<?> message) {
                    return new Caller(message.getHeaders().get(ZmqHeaders.RECEIVED_SOCKET) + " ");
                }
            }));
        }

        @Bean
        ZmqErrorHandler collecting() {
            return (id, message, failure) -> failures.add(failure);
        }

        @Bean
        Validator positive() {
            return new Validator() {
                @Override
                public boolean supports(Class<?> type) {
                    return type == Purchase.class;
                }

                @Override
                public void validate(Object target, Errors errors) {
                    if (((Purchase) target).id() <= 0) {
                        errors.reject("positive", "id must be positive");
                    }
                }
            };
        }
    }

    private static ApplicationContextRunner runner() {
        return Starter.runner()
                .withUserConfiguration(Listener.class, Changes.class)
                .withPropertyValues("zmq.sockets.in.type=pull", "zmq.sockets.in.bind=tcp://127.0.0.1:0");
    }

    private void send(AssertableApplicationContext context, String... texts) {
        var push = outside.connect(
                SocketType.PUSH, context.getBean(ZmqSockets.class).boundPort("in"));
        for (String text : texts) {
            push.send(Msg.of(text));
        }
    }

    @Test
    void shouldPassTheCustomizersInTheirOrder() {
        runner().run(context -> {
            ZmqListenerContainer container = context.getBean("listener", ZmqListenerContainer.class);
            assertThat(container.getEndpoint().info()).isEqualTo("changed!");
            assertThat(container.getConcurrency()).isEqualTo(2);
            assertThat(container.getPhase()).isEqualTo(42);
            assertThat(context.getBean(Changes.class).order).containsExactly("first", "second");
        });
    }

    @Test
    void shouldResolveArgumentsByTheResolversOfTheApplication() {
        runner().run(context -> {
            send(context, "{\"id\":5}");
            await().until(() -> context.getBean(Listener.class).received.equals(List.of("in 5")));
        });
    }

    @Test
    void shouldGoToTheErrorHandlerAndNotBeRetriedWhenPayloadIsNotValid() {
        runner().withPropertyValues("zmq.listener.retry.enabled=true").run(context -> {
            send(context, "{\"id\":-5}", "{\"id\":5}");
            await().until(() -> context.getBean(Listener.class).received.equals(List.of("in 5")));
            assertThat(context.getBean(Changes.class).failures)
                    .singleElement()
                    .isInstanceOf(MethodArgumentNotValidException.class);
            assertThat(context.getBean("listener", ZmqListenerContainer.class)
                            .getStats()
                            .retried())
                    .isZero();
        });
    }
}
