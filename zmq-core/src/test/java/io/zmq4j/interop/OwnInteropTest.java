package io.zmq4j.interop;

import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.Transport;

/** This library on both sides. */
class OwnInteropTest extends InteropSuite {

    OwnInteropTest() {
        super(Implementation.OURS, Implementation.OURS, Transport.TCP);
    }
}
