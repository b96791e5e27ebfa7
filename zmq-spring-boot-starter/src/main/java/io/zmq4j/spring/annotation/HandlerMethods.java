package io.zmq4j.spring.annotation;

import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.listener.ZmqListenerContainerFactory;
import io.zmq4j.spring.listener.ZmqMessageListener;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.support.DefaultMessageHandlerMethodFactory;
import org.springframework.messaging.handler.invocation.HandlerMethodArgumentResolver;
import org.springframework.messaging.handler.invocation.InvocableHandlerMethod;
import org.springframework.validation.Validator;

/** Makes annotated methods callable with messages. */
final class HandlerMethods {

    private final BeanFactory beanFactory;

    HandlerMethods(BeanFactory beanFactory) {
        this.beanFactory = beanFactory;
    }

    /** @param converter the listener's own; null = the mapper's */
    ZmqMessageListener create(
            Object bean,
            Method method,
            ZmqListenerContainerFactory settings,
            MsgMapper mapper,
            @Nullable MessageConverter converter) {
        DefaultMessageHandlerMethodFactory factory = new DefaultMessageHandlerMethodFactory();
        factory.setBeanFactory(beanFactory);
        factory.setMessageConverter(converter == null ? mapper.converter() : converter);
        List<HandlerMethodArgumentResolver> resolvers = new ArrayList<>(settings.getArgumentResolvers());
        resolvers.add(new LateReplies());
        resolvers.add(new FrameArgumentResolver(converter == null));
        factory.setCustomArgumentResolvers(resolvers);
        Validator validator = settings.getValidator() == null
                ? beanFactory.getBeanProvider(Validator.class).getIfUnique()
                : settings.getValidator();
        if (validator != null) {
            factory.setValidator(validator);
        }
        factory.afterPropertiesSet();
        InvocableHandlerMethod handler = factory.createInvocableHandlerMethod(bean, method);
        return LateReplies.isAskedFor(method)
                ? ZmqMessageListener.answeringLater(handler::invoke)
                : AsyncResults.adapt(handler::invoke, method.getReturnType());
    }

    /** The type of the elements of the one list parameter; null = there is none. */
    static @Nullable ParameterizedTypeReference<?> batchType(Method method) {
        for (Type type : method.getGenericParameterTypes()) {
            if (type instanceof ParameterizedType list
                    && list.getRawType() instanceof Class<?> raw
                    && raw.isAssignableFrom(List.class)
                    && Collection.class.isAssignableFrom(raw)) {
                return ParameterizedTypeReference.forType(list.getActualTypeArguments()[0]);
            }
        }
        return null;
    }
}
