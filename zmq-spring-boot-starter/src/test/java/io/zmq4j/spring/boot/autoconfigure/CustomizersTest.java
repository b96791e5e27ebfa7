package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.ZmqContext;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.template.ZmqTemplate;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

/** The last customizer has the last word, and it has the highest order. */
class CustomizersTest {

    @Configuration(proxyBeanMethods = false)
    static class Declared {

        final List<String> calls = new CopyOnWriteArrayList<>();

        @Bean
        @Order(2)
        ZmqContextCustomizer lastContext() {
            return builder -> builder.ioThreads(3);
        }

        @Bean
        @Order(1)
        ZmqContextCustomizer firstContext() {
            return builder -> builder.ioThreads(2).maxSockets(7);
        }

        @Bean
        @Order(2)
        ZmqSocketCustomizer lastSocket() {
            return spec -> {
                calls.add("last " + spec.name());
                return spec.toBuilder().config(config -> config.sendHwm(3)).build();
            };
        }

        @Bean
        @Order(1)
        ZmqSocketCustomizer firstSocket() {
            return spec -> {
                calls.add("first " + spec.name());
                return spec.toBuilder()
                        .config(config -> config.sendHwm(2).receiveHwm(9))
                        .build();
            };
        }

        @Bean
        @Order(2)
        ZmqTemplateCustomizer lastTemplate() {
            return template -> template.setDefaultDestination("s/last");
        }

        @Bean
        @Order(1)
        ZmqTemplateCustomizer firstTemplate() {
            return template -> template.setDefaultDestination("s/first");
        }

        @Bean
        @Order(2)
        ZmqListenerContainerFactoryCustomizer lastFactory() {
            return factory -> {
                calls.add("last factory");
                factory.setConcurrency(3);
            };
        }

        @Bean
        @Order(1)
        ZmqListenerContainerFactoryCustomizer firstFactory() {
            return factory -> {
                calls.add("first factory");
                factory.setConcurrency(2);
            };
        }
    }

    static class Listener {
        @ZmqListener(id = "own", type = "pull", bind = "inproc://own")
        void on(String text) {}
    }

    @Test
    void shouldCallThemInTheirOrder() {
        Starter.runner()
                .withUserConfiguration(Declared.class, Listener.class)
                .withPropertyValues("zmq.sockets.s.type=push", "zmq.sockets.s.bind=inproc://s")
                .run(context -> {
                    ZmqContext zmq = context.getBean(ZmqContext.class);
                    assertThat(zmq.config().ioThreads()).isEqualTo(3);
                    assertThat(zmq.config().maxSockets()).isEqualTo(7);
                    ZmqSockets sockets = context.getBean(ZmqSockets.class);
                    for (String name : List.of("s", "own")) {
                        assertThat(sockets.spec(name).config().queues().sendHwm())
                                .isEqualTo(3);
                        assertThat(sockets.spec(name).config().queues().receiveHwm())
                                .isEqualTo(9);
                    }
                    assertThat(context.getBean(ZmqTemplate.class).getDefaultDestination())
                            .isEqualTo("s/last");
                    assertThat(context.getBean(Declared.class).calls)
                            .containsSubsequence("first s", "last s")
                            .containsSubsequence("first own", "last own")
                            .containsSubsequence("first factory", "last factory");
                });
    }
}
