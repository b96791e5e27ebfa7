package io.zmq4j.spring.integration.aot;

import io.zmq4j.spring.integration.channel.ZmqChannel;
import io.zmq4j.spring.integration.channel.ZmqPollableChannel;
import io.zmq4j.spring.integration.channel.ZmqProxyBean;
import io.zmq4j.spring.integration.channel.ZmqPublishSubscribeChannel;
import io.zmq4j.spring.integration.inbound.ZmqInboundGateway;
import io.zmq4j.spring.integration.inbound.ZmqMessageProducer;
import io.zmq4j.spring.integration.inbound.ZmqMessageSource;
import io.zmq4j.spring.integration.outbound.ZmqMessageHandler;
import io.zmq4j.spring.integration.outbound.ZmqOutboundGateway;
import java.lang.reflect.Method;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.jmx.export.annotation.ManagedAttribute;
import org.springframework.jmx.export.annotation.ManagedOperation;
import org.springframework.util.ReflectionUtils;

/** What is called by reflection alone: the operations and attributes that the control bus offers. */
final class ZmqIntegrationRuntimeHints implements RuntimeHintsRegistrar {

    private static final List<Class<?>> MANAGED = List.of(
            ZmqMessageProducer.class,
            ZmqMessageSource.class,
            ZmqMessageHandler.class,
            ZmqInboundGateway.class,
            ZmqOutboundGateway.class,
            ZmqChannel.class,
            ZmqPublishSubscribeChannel.class,
            ZmqPollableChannel.class,
            ZmqProxyBean.class);

    @Override
    public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
        MANAGED.stream()
                .flatMap(type -> List.of(ReflectionUtils.getUniqueDeclaredMethods(type)).stream())
                .filter(ZmqIntegrationRuntimeHints::isManaged)
                .forEach(method -> hints.reflection().registerMethod(method, ExecutableMode.INVOKE));
        // one of its methods stands for that of which a message converter asks the generic type of a payload
        hints.reflection().registerType(Object.class);
    }

    private static boolean isManaged(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, ManagedOperation.class)
                || AnnotatedElementUtils.hasAnnotation(method, ManagedAttribute.class);
    }
}
