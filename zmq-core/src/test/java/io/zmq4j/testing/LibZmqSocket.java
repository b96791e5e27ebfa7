package io.zmq4j.testing;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.zmq4j.SocketType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A socket of libzmq, whose options may be set before it is bound or connected. To be used by one thread at a time, with a
 * happens-before edge between two.
 */
public final class LibZmqSocket implements PeerSocket {

    private final Pointer socket;
    private final Memory msg = new Memory(LibZmq.MSG_BYTES);
    private long sendTimeout = -1;
    private long receiveTimeout = -1;
    private boolean closed;

    LibZmqSocket(@Nullable Pointer socket, SocketType type, PeerOptions options) {
        if (socket == null) {
            throw new IllegalStateException("zmq_socket: " + LibZmq.zmq_strerror(LibZmq.zmq_errno()));
        }
        this.socket = socket;
        set(LibZmqOption.LINGER, 0);
        set(LibZmqOption.SNDHWM, options.hwm());
        set(LibZmqOption.RCVHWM, options.hwm());
        set(LibZmqOption.RECONNECT_IVL, 20);
        if (type == SocketType.ROUTER) {
            set(LibZmqOption.ROUTER_MANDATORY, 1);
        }
        if (!options.routingId().isEmpty()) {
            set(LibZmqOption.ROUTING_ID, options.routingId().getBytes(StandardCharsets.UTF_8));
        }
    }

    @Override
    public String bind(String endpoint) {
        check("zmq_bind " + endpoint, LibZmq.zmq_bind(socket, endpoint));
        Memory value = new Memory(256);
        Memory length = new Memory(Long.BYTES);
        length.setLong(0, value.size());
        check("zmq_getsockopt", LibZmq.zmq_getsockopt(socket, LibZmqOption.LAST_ENDPOINT.number(), value, length));
        return value.getString(0);
    }

    @Override
    public void connect(String endpoint) {
        check("zmq_connect " + endpoint, LibZmq.zmq_connect(socket, endpoint));
    }

    @Override
    public void subscribe(byte[] prefix) {
        set(LibZmqOption.SUBSCRIBE, prefix);
    }

    @Override
    public void unsubscribe(byte[] prefix) {
        set(LibZmqOption.UNSUBSCRIBE, prefix);
    }

    @Override
    public boolean send(List<byte[]> frames, Duration timeout) {
        if (timeout.toMillis() != sendTimeout) {
            sendTimeout = timeout.toMillis();
            set(LibZmqOption.SNDTIMEO, (int) sendTimeout);
        }
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            int flags = i + 1 < frames.size() ? LibZmq.SNDMORE : 0;
            if (LibZmq.zmq_send(socket, frame, frame.length, flags) < 0) {
                int errno = LibZmq.zmq_errno();
                if (i == 0 && (errno == LibZmq.EAGAIN || errno == LibZmq.EHOSTUNREACH)) {
                    return false;
                }
                throw failure("zmq_send of frame " + i, errno);
            }
        }
        return true;
    }

    @Override
    public @Nullable List<byte[]> receive(Duration timeout) {
        List<byte[]> frames = new ArrayList<>();
        do {
            int size = receiveFrame(timeout);
            if (size < 0) {
                return null;
            }
            frames.add(size == 0 ? new byte[0] : LibZmq.zmq_msg_data(msg).getByteArray(0, size));
        } while (more());
        return frames;
    }

    /** Receives a message and returns those of these properties that its sender has. */
    public Map<String, String> receiveProperties(List<String> names) {
        Map<String, String> properties = new HashMap<>();
        do {
            if (receiveFrame(Waiting.SOON) < 0) {
                throw new IllegalStateException("no message within " + Waiting.SOON);
            }
            for (String name : names) {
                String value = LibZmq.zmq_msg_gets(msg, name);
                if (value != null) {
                    properties.put(name, value);
                }
            }
        } while (more());
        return properties;
    }

    /** The size of the frame that {@link #msg} holds now, negative when none came within this time. */
    private int receiveFrame(Duration timeout) {
        if (timeout.toMillis() != receiveTimeout) {
            receiveTimeout = timeout.toMillis();
            set(LibZmqOption.RCVTIMEO, (int) receiveTimeout);
        }
        check("zmq_msg_init", LibZmq.zmq_msg_init(msg));
        int size = LibZmq.zmq_msg_recv(msg, socket, 0);
        if (size < 0 && LibZmq.zmq_errno() != LibZmq.EAGAIN) {
            throw failure("zmq_msg_recv", LibZmq.zmq_errno());
        }
        return size;
    }

    private boolean more() {
        boolean more = LibZmq.zmq_msg_more(msg) != 0;
        check("zmq_msg_close", LibZmq.zmq_msg_close(msg));
        return more;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            check("zmq_close", LibZmq.zmq_close(socket));
        }
    }

    public void set(LibZmqOption option, int value) {
        Memory memory = new Memory(Integer.BYTES);
        memory.setInt(0, value);
        set(option, memory, memory.size());
    }

    public void setLong(LibZmqOption option, long value) {
        Memory memory = new Memory(Long.BYTES);
        memory.setLong(0, value);
        set(option, memory, memory.size());
    }

    public void set(LibZmqOption option, byte[] value) {
        Memory memory = new Memory(Math.max(1, value.length));
        memory.write(0, value, 0, value.length);
        set(option, memory, value.length);
    }

    private void set(LibZmqOption option, Memory value, long length) {
        check("zmq_setsockopt " + option, LibZmq.zmq_setsockopt(socket, option.number(), value, length));
    }

    private static void check(String call, int result) {
        if (result < 0) {
            throw failure(call, LibZmq.zmq_errno());
        }
    }

    private static IllegalStateException failure(String call, int errno) {
        return new IllegalStateException(call + ": " + LibZmq.zmq_strerror(errno) + " (" + errno + ")");
    }
}
