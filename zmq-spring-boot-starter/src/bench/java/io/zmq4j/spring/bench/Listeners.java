package io.zmq4j.spring.bench;

import io.zmq4j.Msg;
import io.zmq4j.spring.annotation.ZmqListener;
import java.nio.ByteBuffer;

/** The listeners that are measured; each has one worker. */
class Listeners {

    final Counter bytes = new Counter();
    final Counter msgs = new Counter();
    final Counter quotes = new Counter();
    final Latencies latencies = new Latencies();

    @ZmqListener("bytes")
    void onBytes(byte[] payload) {
        bytes.up();
    }

    @ZmqListener("msgs")
    void onMsg(Msg msg) {
        msgs.up();
    }

    @ZmqListener("quotes")
    void onQuote(Quote quote) {
        quotes.up();
    }

    @ZmqListener("pings")
    void onPing(byte[] payload) {
        latencies.add(System.nanoTime() - ByteBuffer.wrap(payload).getLong());
    }
}
