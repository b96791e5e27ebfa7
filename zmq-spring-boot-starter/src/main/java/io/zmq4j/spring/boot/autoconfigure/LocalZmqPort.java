package io.zmq4j.spring.boot.autoconfigure;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Sets an {@code int} field to the TCP port that a named socket is bound to, in tests for instance. The socket is
 * opened if need be. The port is also in the environment, as {@code local.zmq.<name>.port}, while the socket is open.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
public @interface LocalZmqPort {

    /** The name of the socket. */
    String value();
}
