package io.zmq4j.spring.boot.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets an {@code int} field to the port that a named socket is bound to, over whatever transport has ports, in tests for
 * instance. The socket is opened if need be. The port is also in the environment, as {@code local.zmq.<name>.port}, while
 * the socket is open, and all of several as {@code local.zmq.<name>.ports}.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LocalZmqPort {

    /** The name of the socket. */
    String value();

    /** Which of several ports it is, in the order of the endpoints. */
    int index() default 0;
}
