package io.zmq4j.testing;

import io.zmq4j.Msg;
import io.zmq4j.UnroutableException;
import io.zmq4j.ZmqSocket;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket of this library. */
public record OurSocket(ZmqSocket socket) implements PeerSocket {

    @Override
    public String bind(String endpoint) {
        return socket.bind(endpoint);
    }

    @Override
    public void connect(String endpoint) {
        socket.connect(endpoint);
    }

    @Override
    public void subscribe(byte[] prefix) {
        socket.subscribe(prefix);
    }

    @Override
    public void unsubscribe(byte[] prefix) {
        socket.unsubscribe(prefix);
    }

    @Override
    public boolean send(List<byte[]> frames, Duration timeout) {
        try {
            return socket.send(Msg.of(frames), timeout);
        } catch (UnroutableException e) {
            return false;
        }
    }

    @Override
    public @Nullable List<byte[]> receive(Duration timeout) {
        Msg msg = socket.receive(timeout);
        return msg == null ? null : msg.frames();
    }

    @Override
    public void close() {
        socket.close();
    }
}
