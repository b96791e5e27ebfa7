package io.zmq4j.interop;

import io.zmq4j.testing.Implementation;

/** This library and JeroMQ. */
class JeroMqInteropTest extends InteropSuite {

    JeroMqInteropTest() {
        super(Implementation.OURS, Implementation.JEROMQ);
    }
}
