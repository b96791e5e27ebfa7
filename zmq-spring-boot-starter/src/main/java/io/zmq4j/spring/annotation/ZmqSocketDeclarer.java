package io.zmq4j.spring.annotation;

import io.zmq4j.SocketType;
import java.util.List;

/** Declares the sockets of listeners that bring their own. */
@FunctionalInterface
public interface ZmqSocketDeclarer {

    /** @throws IllegalArgumentException when an endpoint is malformed, or the name is taken */
    void declare(String name, SocketType type, List<String> bind, List<String> connect);
}
