package io.zmq4j.interop;

import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.Transport;

/**
 * The control: libzmq on both sides. What fails here is a fault of a scenario, not of this library. JeroMQ is no part of it,
 * as its connections to a bound libzmq stall now and then in the greeting.
 */
class ReferenceInteropTest extends InteropSuite {

    ReferenceInteropTest() {
        super(Implementation.LIBZMQ, Implementation.LIBZMQ, Transport.TCP);
    }
}
