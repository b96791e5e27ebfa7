package io.zmq4j.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * Calls a method with every message of a socket. Every attribute takes <code>${...}</code> and <code>#{...}</code>.
 *
 * <p>Parameters: {@code @Payload} or none for the payload (bytes, text, {@code List<byte[]>} for several frames,
 * otherwise JSON), {@code @Header}, {@code @Headers}, {@link org.springframework.messaging.Message}, and
 * {@link io.zmq4j.Msg} for the message as it came. What the method returns, or what the
 * {@link java.util.concurrent.CompletionStage} that it returns completes with, goes back to the requester (REP, ROUTER,
 * PAIR), or to the destination {@code "socket"} or {@code "socket/topic"} of a
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo}.
 *
 * <p>Several listeners may share a SUB socket: each gets its topics, and all wait for the slowest. Any other socket has
 * one listener, whose concurrency may be higher.
 *
 * <p>An exception goes to the error handlers and never ends the container. A REP, or a ROUTER whose requester put an
 * empty delimiter before its request, then answers with an empty payload, or with the message of the exception where
 * {@link #returnExceptions} is set; so does a REP when the method returns nothing.
 */
@Target({ElementType.TYPE, ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Repeatable(ZmqListeners.class)
@MessageMapping
@Documented
public @interface ZmqListener {

    /** The name of a socket in {@code zmq.sockets}. */
    @AliasFor("socket")
    String value() default "";

    /** The name of a socket in {@code zmq.sockets}. */
    @AliasFor("value")
    String socket() default "";

    /** The type of a socket of this listener's own, in place of {@link #socket}; its name is the {@link #id}. */
    String type() default "";

    /** Where the socket of this listener's own is bound. */
    String[] bind() default {};

    /** What the socket of this listener's own is connected to. */
    String[] connect() default {};

    /** Topics that the socket (SUB, XSUB) subscribes to for this listener, which then gets nothing else. */
    String[] subscribe() default {};

    /** Names the container, which is also a bean of that name; default: the bean's name, a dot, and the method's. */
    String id() default "";

    /** Not supported yet; setting it is an error. */
    String group() default "";

    /** What the actuator shows about it. */
    String info() default "";

    /** The name of a {@link io.zmq4j.spring.listener.ZmqListenerContainerFactory} bean. */
    String containerFactory() default "";

    /** How many threads call the method; more than 1 gives up the order of messages. */
    String concurrency() default "";

    /** Whether it starts with the application. */
    String autoStartup() default "";

    /** Whether the method takes a list of the messages that are there. */
    String batch() default "";

    /** The name of a {@link java.util.concurrent.Executor} bean, which has a thread for each worker. */
    String executor() default "";

    /** The name of a {@link org.springframework.messaging.converter.MessageConverter} bean. */
    String messageConverter() default "";

    /** The name of a {@link io.zmq4j.spring.listener.ZmqListenerErrorHandler} bean. */
    String errorHandler() default "";

    /** The name of a {@link io.zmq4j.spring.listener.ZmqMessageFilter} bean. */
    String filter() default "";

    /** Whether a request that fails is answered with the message of the exception. */
    String returnExceptions() default "";
}
