package io.zmq4j.interop;

import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.Transport;

/** This library and JeroMQ. */
class JeroMqInteropTest extends InteropSuite {

    JeroMqInteropTest() {
        super(Implementation.OURS, Implementation.JEROMQ, Transport.TCP);
    }
}
