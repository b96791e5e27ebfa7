package io.zmq4j.interop;

import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.Transport;

/** This library on both sides of a WebSocket. */
class OwnWebSocketInteropTest extends InteropSuite {

    OwnWebSocketInteropTest() {
        super(Implementation.OURS, Implementation.OURS, Transport.WS);
    }
}
