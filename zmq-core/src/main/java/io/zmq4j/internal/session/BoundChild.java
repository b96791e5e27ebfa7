package io.zmq4j.internal.session;

import java.util.concurrent.CompletableFuture;

/** What holds a bound endpoint. Any thread may call it. */
public interface BoundChild extends Child {

    /** Done when the endpoint is free. */
    CompletableFuture<Void> closed();
}
