package io.zmq4j.spring.annotation;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.messaging.handler.annotation.MessageMapping;

/**
 * One of the methods of a class with {@link ZmqListener @ZmqListener}, which share its socket and its container. Each
 * message goes to one of them:
 *
 * <ol>
 *   <li>with a header {@link io.zmq4j.spring.ZmqHeaders#PAYLOAD_TYPE}, to the method of this {@link #value name}, or if
 *       there is none, to the default one; no class is loaded by what the header says
 *   <li>without the header, a payload of several frames to the method that takes frames, a {@code List<byte[]>},
 *       {@code byte[][]} or {@link io.zmq4j.Msg}
 *   <li>every other one to the default one
 * </ol>
 *
 * <p>A message that this leaves without a method goes to the error handlers. Headers travel only in the frame modes that
 * have a frame for them, so on other sockets a method that only a name leads to is an error, and so are two methods of
 * one name.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@MessageMapping
@Documented
public @interface ZmqHandler {

    /**
     * The name of the payload type, <code>${...}</code> and <code>#{...}</code> replaced; default: the simple name of the
     * class of the payload parameter, unless that takes frames.
     */
    String value() default "";

    /** Whether it gets what no other method does; a method that is the only one always does. */
    boolean isDefault() default false;
}
