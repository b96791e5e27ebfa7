package io.zmq4j.interop;

import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.Transport;

/** This library and libzmq over Unix domain sockets. JeroMQ has none. */
class LibZmqIpcInteropTest extends InteropSuite {

    LibZmqIpcInteropTest() {
        super(Implementation.OURS, Implementation.LIBZMQ, Transport.IPC);
    }
}
