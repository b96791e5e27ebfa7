package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.ContextConfig;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.MissingJsonConverter;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqHeaderMapper;
import io.zmq4j.spring.ZmqSocketListener;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.annotation.ZmqListenerAnnotationBeanPostProcessor;
import io.zmq4j.spring.annotation.ZmqSocketDeclarer;
import io.zmq4j.spring.boot.ZmqConnectionEvents;
import io.zmq4j.spring.boot.ZmqSocketEvents;
import io.zmq4j.spring.boot.ZmqSocketTracker;
import io.zmq4j.spring.listener.ZmqListenerContainerFactory;
import io.zmq4j.spring.listener.ZmqListenerEndpointRegistry;
import io.zmq4j.spring.template.ZmqOperations;
import io.zmq4j.spring.template.ZmqTemplate;
import io.zmq4j.spring.template.ZmqTemplateObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;
import org.springframework.messaging.converter.MessageConverter;
import tools.jackson.databind.json.JsonMapper;

/** Sockets, template and listeners of {@code zmq.*}. Nothing is opened unless it is declared. */
@AutoConfiguration(
        afterName = {
            "org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration",
            "org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration",
            "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration"
        })
@ConditionalOnClass(ZmqContext.class)
@EnableConfigurationProperties(ZmqProperties.class)
@Import(ZmqSecurityConfiguration.class)
public final class ZmqAutoConfiguration {

    ZmqAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    ZmqContext zmqContext(
            ZmqProperties properties, SecurityResolver security, ObjectProvider<ZmqContextCustomizer> customizers) {
        ContextConfig.Builder builder = ContextConfig.builder();
        ZmqProperties.Context settings = properties.getContext();
        apply("zmq.context.io-threads", settings.ioThreads(), value -> builder.ioThreads(value)
                .build());
        apply("zmq.context.max-sockets", settings.maxSockets(), value -> builder.maxSockets(value)
                .build());
        apply("zmq.context.thread-name-prefix", settings.threadNamePrefix(), value -> builder.threadNamePrefix(value)
                .build());
        apply("zmq.context.spin-time", settings.spinTime(), value -> builder.spinTime(value)
                .build());
        builder.blocky(settings.blocky()).ipv6(settings.ipv6());
        builder.authenticator(security.authenticator());
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return ZmqContext.create(builder.build());
    }

    @Bean
    @ConditionalOnMissingBean(ZmqSockets.class)
    DefaultZmqSockets zmqSockets(
            ZmqContext context,
            ZmqProperties properties,
            ObjectProvider<ZmqSocketCustomizer> customizers,
            Environment environment,
            SecurityResolver security,
            TlsBundles bundles) {
        security.verify(context.config().authenticator());
        SocketSpecFactory factory = new SocketSpecFactory(context.config(), properties.getDefaults(), bundles);
        List<ZmqSocketSpec> specs = new ArrayList<>();
        properties
                .getSockets()
                .forEach((name, socket) -> specs.add(customized(
                        factory.create(name, NamedOptions.applied(environment, name, socket), security), customizers)));
        return new DefaultZmqSockets(context, specs);
    }

    private static ZmqSocketSpec customized(ZmqSocketSpec declared, ObjectProvider<ZmqSocketCustomizer> customizers) {
        ZmqSocketSpec spec = declared;
        for (ZmqSocketCustomizer customizer : customizers.orderedStream().toList()) {
            spec = customizer.customize(spec);
        }
        SocketSpecFactory.requireTls(spec);
        return spec;
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqSocketTracker zmqSocketTracker() {
        return new ZmqSocketTracker();
    }

    @Bean
    ZmqSocketEvents zmqSocketEvents(ApplicationEventPublisher publisher) {
        return new ZmqSocketEvents(publisher::publishEvent);
    }

    @Bean
    @ConditionalOnBooleanProperty("zmq.monitor.enabled")
    ZmqConnectionEvents zmqConnectionEvents(ApplicationEventPublisher publisher) {
        return new ZmqConnectionEvents(publisher::publishEvent);
    }

    @Bean
    static SocketListenerBeanPostProcessor zmqSocketListenerBeanPostProcessor(
            ObjectProvider<ZmqSocketListener> listeners) {
        return new SocketListenerBeanPostProcessor(listeners);
    }

    @Bean
    LocalZmqPorts zmqLocalPorts(ZmqSockets sockets, ConfigurableEnvironment environment) {
        LocalZmqPorts ports = new LocalZmqPorts(sockets);
        environment.getPropertySources().remove(LocalZmqPorts.NAME);
        environment.getPropertySources().addFirst(ports);
        return ports;
    }

    @Bean
    static LocalZmqPortBeanPostProcessor zmqLocalPortBeanPostProcessor(ObjectProvider<ZmqSockets> sockets) {
        return new LocalZmqPortBeanPostProcessor(sockets);
    }

    @Bean
    ZmqSocketOpener zmqSocketOpener(
            ZmqSockets sockets, ZmqListenerEndpointRegistry registry, ZmqProperties properties) {
        return new ZmqSocketOpener(sockets, registry, properties.getTemplate().defaultSocket());
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqSocketDeclarer zmqSocketDeclarer(
            ZmqContext context,
            ZmqSockets sockets,
            ZmqProperties properties,
            ObjectProvider<ZmqSocketCustomizer> customizers,
            TlsBundles bundles) {
        SocketSpecFactory factory = new SocketSpecFactory(context.config(), properties.getDefaults(), bundles);
        return (name, type, bind, connect) -> {
            if (!(sockets instanceof DefaultZmqSockets open)) {
                throw new IllegalArgumentException("sockets of a listener's own need DefaultZmqSockets, not "
                        + sockets.getClass().getName());
            }
            open.add(customized(factory.inline(name, type, bind, connect), customizers));
        };
    }

    @Bean
    @ConditionalOnMissingBean(ZmqOperations.class)
    ZmqTemplate zmqTemplate(
            ZmqSockets sockets,
            MsgMapper mapper,
            ZmqProperties properties,
            ObjectProvider<ZmqTemplateObserver> observer,
            ObjectProvider<ZmqTemplateCustomizer> customizers,
            @Qualifier("applicationTaskExecutor") ObjectProvider<Executor> executor) {
        ZmqTemplate template = new ZmqTemplate(sockets, mapper);
        ZmqProperties.Template settings = properties.getTemplate();
        if (settings.defaultSocket() != null) {
            template.setDefaultDestination(settings.defaultSocket());
        }
        template.setReplyTimeout(settings.replyTimeout());
        template.setReceiveTimeout(settings.receiveTimeout());
        apply("zmq.template.max-pending-requests", settings.maxPendingRequests(), template::setMaxPendingRequests);
        properties.getSockets().forEach((name, socket) -> {
            if (socket.getRequestTimeout() != null) {
                template.setReplyTimeout(name, socket.getRequestTimeout());
            }
        });
        executor.ifAvailable(template::setExecutor);
        observer.ifUnique(template::setObserver);
        customizers.orderedStream().forEach(customizer -> customizer.customize(template));
        return template;
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqListenerContainerFactoryConfigurer zmqListenerContainerFactoryConfigurer(
            ZmqProperties properties,
            ListableBeanFactory beans,
            Environment environment,
            ApplicationEventPublisher publisher) {
        return new ZmqListenerContainerFactoryConfigurer(properties.getListener(), beans, environment, publisher);
    }

    @Bean(ZmqListenerAnnotationBeanPostProcessor.DEFAULT_FACTORY)
    @ConditionalOnMissingBean(name = ZmqListenerAnnotationBeanPostProcessor.DEFAULT_FACTORY)
    ZmqListenerContainerFactory zmqListenerContainerFactory(
            ZmqSockets sockets,
            MsgMapper mapper,
            ZmqListenerContainerFactoryConfigurer configurer,
            ObjectProvider<ZmqListenerContainerFactoryCustomizer> customizers) {
        ZmqListenerContainerFactory factory = new ZmqListenerContainerFactory(sockets, mapper);
        configurer.configure(factory);
        customizers.orderedStream().forEach(customizer -> customizer.customize(factory));
        return factory;
    }

    @Bean
    @ConditionalOnMissingBean
    ZmqListenerEndpointRegistry zmqListenerEndpointRegistry() {
        return new ZmqListenerEndpointRegistry();
    }

    @Bean
    @ConditionalOnMissingBean
    static ZmqListenerAnnotationBeanPostProcessor zmqListenerAnnotationBeanPostProcessor() {
        return new ZmqListenerAnnotationBeanPostProcessor();
    }

    /** Reports what a setter refuses under the property that it came from. */
    private static <T> void apply(String property, T value, Consumer<T> setter) {
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw new InvalidConfigurationPropertyValueException(property, value, String.valueOf(e.getMessage()), e);
        }
    }

    /** Requests of the template carry a correlation frame before their delimiter, so the whole envelope is kept. */
    private static MsgMapper mapper(ZmqProperties properties) {
        ZmqProperties.Header header = properties.getHeader();
        return new MsgMapper()
                .withHeaderMapper(new ZmqHeaderMapper(header.accept(), header.send()))
                .withWholeEnvelope(true);
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(JsonMapper.class)
    static class JsonConfiguration {

        @Bean
        @ConditionalOnMissingBean
        MsgMapper zmqMessageMapper(
                ZmqProperties properties,
                ObjectProvider<JsonMapper> json,
                ObjectProvider<MessageConverter> converters) {
            List<MessageConverter> own = Mappers.own(converters);
            JsonMapper unique = json.getIfUnique();
            if (unique == null && own.isEmpty()) {
                return mapper(properties);
            }
            return Mappers.withJson(mapper(properties), own, unique == null ? new JsonMapper() : unique);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnMissingClass("tools.jackson.databind.json.JsonMapper")
    static class NoJsonConfiguration {

        @Bean
        @ConditionalOnMissingBean
        MsgMapper zmqMessageMapper(ZmqProperties properties, ObjectProvider<MessageConverter> converters) {
            List<MessageConverter> own = Mappers.own(converters);
            return own.isEmpty()
                    ? mapper(properties)
                    : Mappers.with(mapper(properties), own, List.of(new MissingJsonConverter()));
        }
    }
}
