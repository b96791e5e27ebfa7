package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.zmq4j.Authenticator;
import io.zmq4j.Authenticators;
import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.Security;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListener;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import io.zmq4j.spring.boot.actuate.ZmqEndpoint;
import io.zmq4j.spring.boot.health.ZmqHealthContributor;
import io.zmq4j.spring.boot.metrics.ZmqMetrics;
import io.zmq4j.spring.listener.ZmqListenerContainerFactory;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.template.ZmqOperations;
import io.zmq4j.spring.template.ZmqTemplate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.PingHealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.json.JsonMapper;

class ZmqAutoConfigurationTest {

    private static ApplicationContextRunner everything() {
        return Starter.runner()
                .withConfiguration(AutoConfigurations.of(
                        ZmqHealthAutoConfiguration.class,
                        ZmqMetricsAutoConfiguration.class,
                        ZmqEndpointAutoConfiguration.class))
                .withBean(MeterRegistry.class, SimpleMeterRegistry::new)
                .withPropertyValues("management.endpoints.web.exposure.include=*");
    }

    @Test
    void shouldHaveItsBeansAndNoSocketWhenNothingIsConfigured() {
        everything().run(context -> {
            assertThat(context)
                    .hasBean("zmqContext")
                    .hasBean("zmqSockets")
                    .hasBean("zmqTemplate")
                    .hasBean("zmqMessageMapper")
                    .hasBean("zmqListenerContainerFactory")
                    .hasBean("zmqListenerEndpointRegistry")
                    .hasSingleBean(ZmqHealthContributor.class)
                    .hasSingleBean(ZmqMetrics.class)
                    .hasSingleBean(ZmqEndpoint.class);
            assertThat(context.getBean(ZmqContext.class).openSockets()).isZero();
        });
    }

    @Test
    void shouldCloseTheContextWhenTheApplicationEnds() {
        ZmqContext[] closed = new ZmqContext[1];
        everything()
                .withPropertyValues("zmq.sockets.out.type=push", "zmq.sockets.out.bind=tcp://127.0.0.1:0")
                .run(context -> closed[0] = context.getBean(ZmqContext.class));
        assertThat(closed[0].isClosed()).isTrue();
        assertThat(closed[0].openSockets()).isZero();
    }

    @Test
    void shouldLetAnAuthenticatorBeanDecideOnPeers() {
        Authenticator users = Authenticators.plain(Map.of("ann", "secret"));
        everything().withBean(Authenticator.class, () -> users).run(context -> {
            ZmqContext sockets = context.getBean(ZmqContext.class);
            SocketConfig server =
                    SocketConfig.builder().security(Security.plainServer()).build();
            SocketConfig client = SocketConfig.builder()
                    .security(Security.plainClient("ann", "secret"))
                    .build();
            try (ZmqSocket pull = sockets.socket(SocketType.PULL, server);
                    ZmqSocket push = sockets.socket(SocketType.PUSH, client)) {
                push.connect(pull.bind("tcp://127.0.0.1:*"));
                push.send(Msg.of("hello"));
                Msg msg = pull.receive(Duration.ofSeconds(10));
                assertThat(msg).isNotNull();
                assertThat(msg.metadata().get(Metadata.USER_ID)).isEqualTo("ann");
            }
        });
    }

    @Test
    void shouldNotChooseAmongAuthenticators() {
        Authenticator users = Authenticators.plain(Map.of("ann", "secret"));
        everything()
                .withBean("one", Authenticator.class, () -> users)
                .withBean("two", Authenticator.class, () -> users)
                .run(context -> assertThat(context)
                        .hasFailed()
                        .getFailure()
                        .hasRootCauseInstanceOf(NoUniqueBeanDefinitionException.class));
    }

    @Test
    void shouldBackOffWhenApplicationHasBeansOfItsOwn() {
        everything().withUserConfiguration(Own.class).run(context -> {
            assertThat(context)
                    .hasSingleBean(ZmqContext.class)
                    .hasSingleBean(ZmqSockets.class)
                    .hasSingleBean(MsgMapper.class)
                    .hasSingleBean(ZmqOperations.class)
                    .hasSingleBean(ZmqListenerContainerFactory.class)
                    .hasSingleBean(ZmqListenerEndpointRegistry.class)
                    .doesNotHaveBean("zmqSockets")
                    .doesNotHaveBean("zmqTemplate")
                    .doesNotHaveBean(ZmqHealthContributor.class);
            assertThat(context.getBean(ZmqSockets.class).names()).containsExactly("mine");
        });
    }

    @Configuration(proxyBeanMethods = false)
    static class Own {
        @Bean
        ZmqContext myContext() {
            return ZmqContext.create();
        }

        @Bean
        DefaultZmqSockets mySockets(ZmqContext context) {
            return new DefaultZmqSockets(
                    context,
                    List.of(ZmqSocketSpec.builder("mine", SocketType.PUSH)
                            .bind("inproc://mine")
                            .build()));
        }

        @Bean
        MsgMapper myMapper() {
            return new MsgMapper();
        }

        @Bean
        ZmqTemplate myTemplate(ZmqSockets sockets, MsgMapper mapper) {
            return new ZmqTemplate(sockets, mapper);
        }

        @Bean
        ZmqListenerContainerFactory zmqListenerContainerFactory(ZmqSockets sockets, MsgMapper mapper) {
            return new ZmqListenerContainerFactory(sockets, mapper);
        }

        @Bean
        ZmqListenerEndpointRegistry myRegistry() {
            return new ZmqListenerEndpointRegistry();
        }

        @Bean
        HealthContributor zmqHealthContributor() {
            return new PingHealthIndicator();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration
    static class Application {}

    @Test
    void shouldFindEveryPartWhenTheirLibrariesAreThere() {
        new ApplicationContextRunner()
                .withUserConfiguration(Application.class)
                .withPropertyValues("management.endpoints.web.exposure.include=*")
                .run(context -> assertThat(context)
                        .hasSingleBean(ZmqHealthContributor.class)
                        .hasSingleBean(ZmqMetrics.class)
                        .hasSingleBean(ZmqEndpoint.class)
                        .hasSingleBean(ZmqOperations.class));
    }

    @Test
    void shouldLeaveOutEachPartWhenItsLibraryIsNotThere() {
        everything()
                .withClassLoader(new FilteredClassLoader(
                        MeterRegistry.class, HealthContributor.class, ConditionalOnAvailableEndpoint.class))
                .run(context -> assertThat(context)
                        .hasNotFailed()
                        .doesNotHaveBean(ZmqHealthContributor.class)
                        .doesNotHaveBean(ZmqMetrics.class)
                        .doesNotHaveBean(ZmqEndpoint.class)
                        .hasSingleBean(ZmqOperations.class));
    }

    @Test
    void shouldWorkWithTextAndBytesWhenThereIsNoJackson() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(ZmqAutoConfiguration.class))
                .withClassLoader(new FilteredClassLoader("tools.jackson"))
                .withPropertyValues("zmq.sockets.out.type=push", "zmq.sockets.out.bind=tcp://127.0.0.1:0")
                .run(context -> {
                    assertThat(context).hasSingleBean(MsgMapper.class);
                    try (Outside outside = new Outside()) {
                        ZmqSocket pull = outside.connect(
                                SocketType.PULL,
                                context.getBean(ZmqSockets.class).boundPort("out"));
                        context.getBean(ZmqOperations.class).convertAndSend("out", "text");
                        assertThat(pull.receive().string(0)).isEqualTo("text");
                    }
                });
    }

    @Test
    void shouldLeaveOutEachPartWhenItIsSwitchedOff() {
        everything()
                .withPropertyValues("management.health.zmq.enabled=false", "management.endpoint.zmq.access=NONE")
                .run(context -> assertThat(context)
                        .doesNotHaveBean(ZmqHealthContributor.class)
                        .doesNotHaveBean(ZmqEndpoint.class));
    }

    @Test
    void shouldApplyCustomizersWhenThereAreAny() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=push", "zmq.sockets.s.bind=inproc://s")
                .withBean(ZmqContextCustomizer.class, () -> builder -> builder.ioThreads(2))
                .withBean(
                        ZmqSocketCustomizer.class,
                        () -> spec -> spec.toBuilder()
                                .config(config -> config.sendHwm(3))
                                .build())
                .withBean(ZmqTemplateCustomizer.class, () -> template -> template.setDefaultDestination("s"))
                .withBean(ZmqListenerContainerFactoryCustomizer.class, () -> factory -> factory.setQueueCapacity(1))
                .run(context -> {
                    assertThat(context.getBean(ZmqContext.class).config().ioThreads())
                            .isEqualTo(2);
                    assertThat(context.getBean(ZmqSockets.class)
                                    .spec("s")
                                    .config()
                                    .queues()
                                    .sendHwm())
                            .isEqualTo(3);
                    assertThat(context.getBean(ZmqTemplate.class).getDefaultDestination())
                            .isEqualTo("s");
                });
    }

    static class PortUser {
        @LocalZmqPort("s")
        int port;
    }

    @Test
    void shouldPublishPortInEnvironmentAndFieldWhenSocketIsBound() {
        Starter.runner()
                .withPropertyValues("zmq.sockets.s.type=push", "zmq.sockets.s.bind=tcp://127.0.0.1:0")
                .withUserConfiguration(PortUser.class)
                .run(context -> {
                    int port = context.getBean(ZmqSockets.class).boundPort("s");
                    assertThat(port).isPositive();
                    assertThat(context.getEnvironment().getProperty("local.zmq.s.port", Integer.class))
                            .isEqualTo(port);
                    assertThat(context.getBean(PortUser.class).port).isEqualTo(port);
                    context.getBean(ZmqSockets.class).close("s");
                    assertThat(context.getEnvironment().getProperty("local.zmq.s.port"))
                            .isNull();
                    assertThat(context.getBean(ZmqSockets.class).isOpen("s")).isFalse();
                    assertThat(context.getEnvironment().getProperty("local.zmq.port"))
                            .isNull();
                });
    }

    record Temperature(double celsius) {}

    static class Listener {
        final BlockingQueue<Object> received = new LinkedBlockingQueue<>();

        @ZmqListener("in")
        void on(Temperature temperature) {
            received.add(temperature);
            received.add(Thread.currentThread().getName());
        }
    }

    @Test
    void shouldConvertWithTheApplicationsJsonMapperWhenThereIsOne() {
        JsonMapper lenient = JsonMapper.builder()
                .enable(JsonReadFeature.ALLOW_UNQUOTED_PROPERTY_NAMES)
                .build();
        Starter.runner()
                .withBean("lenient", JsonMapper.class, () -> lenient)
                .withUserConfiguration(Listener.class)
                .withPropertyValues(
                        "zmq.sockets.in.type=pull",
                        "zmq.sockets.in.bind=tcp://127.0.0.1:0",
                        "spring.threads.virtual.enabled=true")
                .run(context -> {
                    try (Outside outside = new Outside()) {
                        outside.connect(
                                        SocketType.PUSH,
                                        context.getBean(ZmqSockets.class).boundPort("in"))
                                .send(Msg.of("{celsius: 21.5}"));
                        BlockingQueue<Object> received = context.getBean(Listener.class).received;
                        assertThat(received.poll(5, TimeUnit.SECONDS)).isEqualTo(new Temperature(21.5));
                        assertThat(received.poll(5, TimeUnit.SECONDS))
                                .asString()
                                .startsWith("zmq-listener-");
                    }
                });
    }
}
