package io.zmq4j.spring.template;

import io.zmq4j.ZmqSocket;
import org.jspecify.annotations.Nullable;

/**
 * What {@link ZmqOperations#execute} does with a socket. The socket is shared: do not close it.
 *
 * @param <T> the result
 */
@FunctionalInterface
public interface ZmqCallback<T> {

    @Nullable
    T doWithSocket(ZmqSocket socket);
}
