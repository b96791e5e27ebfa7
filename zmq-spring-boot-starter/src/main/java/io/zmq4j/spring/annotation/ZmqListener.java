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
 * Calls a method with every message of a socket, or on a class, one of its {@link ZmqHandler} methods. Every attribute takes <code>${...}</code> and <code>#{...}</code>.
 *
 * <p>Parameters: {@code @Payload} or none for the payload (bytes, text, {@code List<byte[]>} for several frames,
 * otherwise JSON), {@code @Header}, {@code @Headers}, {@link org.springframework.messaging.Message}, and
 * {@link io.zmq4j.Msg} for the message as it came. What the method returns, or what the
 * {@link java.util.concurrent.CompletionStage} or the reactive type that it returns completes with (its first element),
 * goes back to the requester (REP, ROUTER, SERVER, PEER, PAIR, CHANNEL), or to the destination {@code "socket"} or {@code "socket/topic"} of a
 * {@link org.springframework.messaging.handler.annotation.SendTo @SendTo}. A
 * void method with a {@link io.zmq4j.spring.ZmqReplySender} parameter answers through that, later and on any thread.
 *
 * <p>Several listeners may share a SUB socket: each gets its topics, and all wait for the slowest. Any other socket has
 * one listener, whose concurrency may be higher, or those of one {@link #group}.
 *
 * <p>An exception never ends the container: after the retries that are set up it goes to the error handler of the
 * listener, to the recoverer or dead-letter socket, or to the error handler of the container, the first of them that
 * takes it. A batch is tried again as a whole, and then each of its messages is taken care of on its own. A REP, or a ROUTER whose requester put an
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

    /**
     * Names the container, which is also a bean of that name; default: the bean's name, a dot, and the method's, or
     * {@code listener} for a class.
     */
    String id() default "";

    /**
     * A name that several listeners have in common, by which they are started and stopped together. On a socket whose
     * messages go to one reader each, such as PULL, DEALER or ROUTER, only listeners of one group can share it: each
     * message goes to the first of them whose {@link #filter} does not discard it, last to the one without a filter. The
     * socket is read only while all of them run that were started, so that none loses its messages to another.
     */
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

    /** The name of a {@link org.springframework.core.retry.RetryPolicy} bean, in place of {@code zmq.listener.retry}. */
    String retryPolicy() default "";

    /** The socket that takes messages that failed for good, in place of {@code zmq.listener.dead-letter-socket}. */
    String deadLetterSocket() default "";

    /** The name of a {@link io.zmq4j.spring.listener.ZmqMessageRecoverer} bean, in place of a dead-letter socket. */
    String recoverer() default "";

    /** Whether a request that fails is answered with the message of the exception. */
    String returnExceptions() default "";
}
