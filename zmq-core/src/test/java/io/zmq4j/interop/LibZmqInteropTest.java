package io.zmq4j.interop;

import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.Transport;

/** This library and libzmq. */
class LibZmqInteropTest extends InteropSuite {

    LibZmqInteropTest() {
        super(Implementation.OURS, Implementation.LIBZMQ, Transport.TCP);
    }
}
