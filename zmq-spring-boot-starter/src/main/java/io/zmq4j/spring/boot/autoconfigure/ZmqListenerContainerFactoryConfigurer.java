package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.listener.ZmqDeadLetterRecoverer;
import io.zmq4j.spring.listener.ZmqErrorHandler;
import io.zmq4j.spring.listener.ZmqListenerContainerCustomizer;
import io.zmq4j.spring.listener.ZmqListenerContainerFactory;
import io.zmq4j.spring.listener.ZmqListenerEndpoint;
import io.zmq4j.spring.listener.ZmqListenerObserver;
import io.zmq4j.spring.listener.ZmqMessageRecoverer;
import io.zmq4j.spring.template.ZmqOperations;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.retry.RetryPolicySettings;
import org.springframework.boot.thread.Threading;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.env.Environment;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.util.StringUtils;

/**
 * Gives a {@link ZmqListenerContainerFactory} the settings of {@code zmq.listener} and the beans that the starter's own
 * one has: for a second factory, of which some settings differ.
 */
public final class ZmqListenerContainerFactoryConfigurer {

    private final ZmqProperties.Listener properties;
    private final ListableBeanFactory beans;
    private final Environment environment;
    private final ApplicationEventPublisher publisher;

    ZmqListenerContainerFactoryConfigurer(
            ZmqProperties.Listener properties,
            ListableBeanFactory beans,
            Environment environment,
            ApplicationEventPublisher publisher) {
        this.properties = properties;
        this.beans = beans;
        this.environment = environment;
        this.publisher = publisher;
    }

    /** Everything but the sockets and the mapper, which the factory was made with. */
    public void configure(ZmqListenerContainerFactory factory) {
        factory.setAutoStartup(properties.autoStartup());
        apply("concurrency", properties.concurrency(), factory::setConcurrency);
        apply("queue-capacity", properties.queueCapacity(), factory::setQueueCapacity);
        apply("batch-size", properties.batchSize(), factory::setBatchSize);
        apply("shutdown-timeout", properties.shutdownTimeout(), factory::setShutdownTimeout);
        apply("async-timeout", properties.asyncTimeout(), factory::setAsyncTimeout);
        factory.setReturnExceptions(properties.returnExceptions());
        factory.setOperations(beans.getBeanProvider(ZmqOperations.class).getIfUnique());
        factory.setVirtualThreads(Threading.VIRTUAL.isActive(environment));
        beans.getBeanProvider(ZmqErrorHandler.class).ifUnique(factory::setErrorHandler);
        beans.getBeanProvider(ZmqListenerObserver.class).ifUnique(factory::setObserver);
        factory.setRecoverer(recoverer(factory));
        factory.setRetryPolicy(retryPolicy());
        factory.setContainerCustomizer(this::customized);
        factory.setEvents(publisher::publishEvent);
    }

    private ZmqListenerEndpoint customized(ZmqListenerEndpoint endpoint) {
        ZmqListenerEndpoint result = endpoint;
        for (ZmqListenerContainerCustomizer customizer : beans.getBeanProvider(ZmqListenerContainerCustomizer.class)
                .orderedStream()
                .toList()) {
            result = customizer.customize(result);
        }
        return result;
    }

    private @Nullable ZmqMessageRecoverer recoverer(ZmqListenerContainerFactory factory) {
        ZmqMessageRecoverer bean =
                beans.getBeanProvider(ZmqMessageRecoverer.class).getIfUnique();
        String socket = properties.deadLetterSocket();
        if (bean != null || !StringUtils.hasText(socket)) {
            return bean;
        }
        ZmqSockets sockets = factory.getSockets();
        if (!sockets.names().contains(socket)) {
            throw refused("dead-letter-socket", socket, "there is no such socket, allowed: " + sockets.names(), null);
        }
        try {
            return new ZmqDeadLetterRecoverer(sockets, factory.getMapper(), socket);
        } catch (IllegalArgumentException e) {
            throw refused("dead-letter-socket", socket, String.valueOf(e.getMessage()), e);
        }
    }

    private @Nullable RetryPolicy retryPolicy() {
        ZmqProperties.Retry retry = properties.retry();
        check("retry.max-retries", retry.maxRetries(), retry.maxRetries() >= 0, "from 0");
        check("retry.initial-interval", retry.initialInterval(), atLeast0(retry.initialInterval()), "from 0s");
        check("retry.multiplier", retry.multiplier(), retry.multiplier() >= 1, "from 1");
        check(
                "retry.max-interval",
                retry.maxInterval(),
                retry.maxInterval().compareTo(retry.initialInterval()) >= 0
                        && retry.maxInterval().toMillis() > 0,
                "from 1ms, and no less than retry.initial-interval");
        check("retry.jitter", retry.jitter(), atLeast0(retry.jitter()), "from 0s");
        if (!retry.enabled()) {
            return null;
        }
        RetryPolicySettings settings = new RetryPolicySettings();
        settings.setMaxRetries(retry.maxRetries());
        settings.setDelay(retry.initialInterval());
        settings.setMultiplier(retry.multiplier());
        settings.setMaxDelay(retry.maxInterval());
        settings.setJitter(retry.jitter());
        beans.getBeanProvider(ZmqListenerRetrySettingsCustomizer.class)
                .orderedStream()
                .forEach(customizer -> customizer.customize(settings));
        return settings.createRetryPolicy();
    }

    private static boolean atLeast0(Duration value) {
        return !value.isNegative();
    }

    private static void check(String key, Object value, boolean fits, String allowed) {
        if (!fits) {
            throw refused(key, value, "it is out of range, allowed: " + allowed, null);
        }
    }

    private static <T> void apply(String key, T value, Consumer<T> setter) {
        try {
            setter.accept(value);
        } catch (IllegalArgumentException e) {
            throw refused(key, value, String.valueOf(e.getMessage()), e);
        }
    }

    private static InvalidConfigurationPropertyValueException refused(
            String key, @Nullable Object value, String reason, @Nullable Exception cause) {
        return new InvalidConfigurationPropertyValueException("zmq.listener." + key, value, reason, cause);
    }
}
