package io.zmq4j.lifecycle;

import io.zmq4j.SocketEvent;
import io.zmq4j.SocketMonitor;
import io.zmq4j.ZmqSocket;
import io.zmq4j.testing.Waiting;
import java.util.Set;

/** Why connections of a socket fail or end. */
record TlsEvents(SocketMonitor monitor) {

    static TlsEvents failures(ZmqSocket socket) {
        return new TlsEvents(socket.monitor(Set.of(SocketEvent.HandshakeFailed.class)));
    }

    static TlsEvents disconnects(ZmqSocket socket) {
        return new TlsEvents(socket.monitor(Set.of(SocketEvent.Disconnected.class)));
    }

    /** Of the next one, which has to come {@link Waiting#SOON}. */
    String nextReason() {
        SocketEvent event = monitor.next(Waiting.SOON);
        if (event instanceof SocketEvent.HandshakeFailed failed) {
            return failed.reason();
        }
        if (event instanceof SocketEvent.Disconnected disconnected) {
            return disconnected.reason();
        }
        throw new AssertionError("no such event within " + Waiting.SOON + ", but " + event);
    }
}
