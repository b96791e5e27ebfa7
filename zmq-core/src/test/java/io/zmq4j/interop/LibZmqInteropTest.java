package io.zmq4j.interop;

import io.zmq4j.testing.Implementation;

/** This library and libzmq. */
class LibZmqInteropTest extends InteropSuite {

    LibZmqInteropTest() {
        super(Implementation.OURS, Implementation.LIBZMQ);
    }
}
