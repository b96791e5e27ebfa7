package io.zmq4j.testing;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A socket of any implementation. To be used by one thread at a time. */
public interface PeerSocket extends AutoCloseable {

    /** Binds and returns the resolved endpoint. */
    String bind(String endpoint);

    void connect(String endpoint);

    void subscribe(byte[] prefix);

    void unsubscribe(byte[] prefix);

    /** Whether the message was taken within this time; false also for a mandatory ROUTER that does not know the peer. */
    boolean send(List<byte[]> frames, Duration timeout);

    /** The next message, null when none came within this time. */
    @Nullable
    List<byte[]> receive(Duration timeout);

    @Override
    void close();
}
