package io.zmq4j.spring.annotation;

import io.zmq4j.SocketType;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.listener.ZmqDeadLetterRecoverer;
import io.zmq4j.spring.listener.ZmqListenerContainerFactory;
import io.zmq4j.spring.listener.ZmqListenerEndpoint;
import io.zmq4j.spring.listener.ZmqListenerErrorHandler;
import io.zmq4j.spring.listener.ZmqMessageFilter;
import io.zmq4j.spring.listener.ZmqMessageListener;
import io.zmq4j.spring.listener.ZmqMessageRecoverer;
import io.zmq4j.spring.template.ZmqDestination;
import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.converter.MessageConverter;
import org.springframework.messaging.handler.annotation.SendTo;

/**
 * Makes an endpoint of an annotation and its method; whatever does not fit together ends the start of the application.
 */
final class EndpointFactory {

    private final ZmqSockets sockets;
    private final ZmqSocketDeclarer declarer;
    private final HandlerMethods methods;

    EndpointFactory(ZmqSockets sockets, ZmqSocketDeclarer declarer, HandlerMethods methods) {
        this.sockets = sockets;
        this.declarer = declarer;
        this.methods = methods;
    }

    ZmqListenerEndpoint create(
            ZmqListener annotation,
            String id,
            Object bean,
            Handlers handlers,
            ZmqListenerContainerFactory factory,
            AttributeResolver attributes) {
        String socket = socket(annotation, id, attributes);
        SocketType type = sockets.spec(socket).type();
        MessageConverter converter =
                attributes.bean("messageConverter", annotation.messageConverter(), MessageConverter.class);
        MsgMapper mapper =
                converter == null ? factory.getMapper() : factory.getMapper().withConverter(converter);
        boolean batch = Boolean.TRUE.equals(attributes.flag("batch", annotation.batch()));
        String sendTo = sendTo(handlers, attributes);
        handlers.methods().forEach(method -> checkResult(method, type, sendTo, batch, attributes));
        Function<Method, ZmqMessageListener> callable =
                method -> methods.create(bean, method, factory, mapper, converter);
        return ZmqListenerEndpoint.builder(id, socket, listener(handlers, socket, callable, attributes))
                .subscribe(attributes.texts(annotation.subscribe()))
                .concurrency(concurrency(annotation, attributes))
                .autoStartup(attributes.flag("autoStartup", annotation.autoStartup()))
                .batchType(batch ? batchType(handlers, attributes) : null)
                .errorHandler(attributes.bean("errorHandler", annotation.errorHandler(), ZmqListenerErrorHandler.class))
                .filter(attributes.bean("filter", annotation.filter(), ZmqMessageFilter.class))
                .returnExceptions(attributes.flag("returnExceptions", annotation.returnExceptions()))
                .executor(attributes.executor(annotation.executor()))
                .sendTo(sendTo)
                .mapper(converter == null ? null : mapper)
                .info(attributes.text(annotation.info()))
                .group(group(annotation, attributes))
                .recoverer(recoverer(annotation, factory, attributes))
                .retryPolicy(attributes.bean("retryPolicy", annotation.retryPolicy(), RetryPolicy.class))
                .build();
    }

    private ZmqMessageListener listener(
            Handlers handlers,
            String socket,
            Function<Method, ZmqMessageListener> callable,
            AttributeResolver attributes) {
        if (!handlers.ofClass()) {
            return callable.apply(handlers.methods().get(0));
        }
        HandlerScan scan = new HandlerScan(handlers.methods(), attributes);
        scan.check(socket, sockets.spec(socket).frames());
        return scan.listener(callable);
    }

    private static @Nullable String group(ZmqListener annotation, AttributeResolver attributes) {
        String name = attributes.text(annotation.group());
        return name.isEmpty() ? null : name;
    }

    private @Nullable ZmqMessageRecoverer recoverer(
            ZmqListener annotation, ZmqListenerContainerFactory factory, AttributeResolver attributes) {
        ZmqMessageRecoverer bean = attributes.bean("recoverer", annotation.recoverer(), ZmqMessageRecoverer.class);
        String socket = attributes.text(annotation.deadLetterSocket());
        if (socket.isEmpty()) {
            return bean;
        }
        if (bean != null) {
            throw attributes.refusal("deadLetterSocket", socket, "nothing beside recoverer", null);
        }
        try {
            return new ZmqDeadLetterRecoverer(sockets, factory.getMapper(), socket);
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException(
                    attributes.refusal(String.valueOf(e.getMessage())).getMessage(), e);
        }
    }

    private String socket(ZmqListener annotation, String id, AttributeResolver attributes) {
        String name = attributes.text(annotation.socket());
        String type = attributes.text(annotation.type());
        List<String> bind = attributes.texts(annotation.bind());
        List<String> connect = attributes.texts(annotation.connect());
        boolean inline = !type.isEmpty() || !bind.isEmpty() || !connect.isEmpty();
        if (inline != name.isEmpty()) {
            throw attributes.refusal(
                    inline
                            ? "it has socket '" + name + "' and also type, bind or connect, allowed: either"
                            : "it names no socket, allowed: socket, or type with bind or connect");
        }
        if (inline) {
            try {
                declarer.declare(id, SocketType.of(type), bind, connect);
            } catch (IllegalArgumentException e) {
                throw new IllegalStateException(
                        attributes.refusal(String.valueOf(e.getMessage())).getMessage(), e);
            }
            return id;
        }
        return name;
    }

    private static @Nullable Integer concurrency(ZmqListener annotation, AttributeResolver attributes) {
        Integer workers = attributes.number("concurrency", annotation.concurrency());
        if (workers != null && workers < 1) {
            throw attributes.refusal("concurrency", workers.toString(), "a whole number from 1", null);
        }
        return workers;
    }

    private static ParameterizedTypeReference<?> batchType(Handlers handlers, AttributeResolver attributes) {
        ParameterizedTypeReference<?> type = handlers.ofClass()
                ? null
                : HandlerMethods.batchType(handlers.methods().get(0));
        if (type == null) {
            throw attributes.refusal("batch", "true", "only on a method with a List parameter", null);
        }
        return type;
    }

    private @Nullable String sendTo(Handlers handlers, AttributeResolver attributes) {
        SendTo annotation = handlers.ofClass()
                ? null
                : AnnotatedElementUtils.findMergedAnnotation(handlers.methods().get(0), SendTo.class);
        for (Method method : handlers.ofClass() ? handlers.methods() : List.<Method>of()) {
            if (AnnotatedElementUtils.hasAnnotation(method, SendTo.class)) {
                throw attributes.refusal(
                        "@SendTo is on handler " + method.getName() + ", allowed: on the class, for all of them");
            }
        }
        if (annotation == null) {
            annotation = AnnotatedElementUtils.findMergedAnnotation(handlers.type(), SendTo.class);
        }
        if (annotation == null) {
            return null;
        }
        if (annotation.value().length != 1) {
            throw attributes.refusal("@SendTo has " + annotation.value().length
                    + " destinations, allowed: one, as socket or socket/topic");
        }
        ZmqDestination destination =
                ZmqDestination.of(attributes.text(annotation.value()[0]));
        SocketType type = sockets.spec(destination.socket()).type();
        if (!type.canSend()) {
            throw attributes.refusal("@SendTo names socket '" + destination.socket() + "' of type " + type
                    + ", allowed: a type that sends");
        }
        return destination.toString();
    }

    private static void checkResult(
            Method method, SocketType type, @Nullable String sendTo, boolean batch, AttributeResolver attributes) {
        boolean returns = AsyncResults.returnsValue(method);
        if (LateReplies.isAskedFor(method)) {
            LateReplies.check(method, type, sendTo, batch, attributes);
        }
        if (returns && batch) {
            throw attributes.refusal(
                    "a batch listener returns " + method.getReturnType().getName() + ", allowed: void");
        }
        if (returns && sendTo == null && !ZmqListenerContainerFactory.canReply(type)) {
            throw attributes.refusal("it returns " + method.getReturnType().getName() + ", which a " + type
                    + " socket cannot send back, allowed: void, or @SendTo(\"socket/topic\")");
        }
    }
}
