package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.ZmqSocketSpec;

/** Changes sockets of {@code zmq.sockets} before they are declared. Beans of this type are called in their order. */
@FunctionalInterface
public interface ZmqSocketCustomizer {

    /** @return the specification to use, which keeps its name; the same one = no change */
    ZmqSocketSpec customize(ZmqSocketSpec spec);
}
