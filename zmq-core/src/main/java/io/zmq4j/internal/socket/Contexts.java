package io.zmq4j.internal.socket;

import io.zmq4j.ContextConfig;
import io.zmq4j.ZmqContext;

/** The one edge from the API to its implementation. */
public final class Contexts {

    private Contexts() {}

    public static ZmqContext create(ContextConfig config) {
        return new Ctx(config);
    }
}
