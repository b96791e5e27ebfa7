package io.zmq4j.bench;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.LongByReference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * libzmq through JNA's direct mapping. Each call costs about a tenth of a microsecond more than in C, so the program in
 * {@code src/bench/c} is the better witness wherever it compiles.
 */
final class LibzmqPeer implements Peer {

    private static final int SUBSCRIBE = 6;
    private static final int RECEIVE_MORE = 13;
    private static final int BACKLOG = 19;
    private static final int SEND_HWM = 23;
    private static final int RECEIVE_HWM = 24;
    private static final int LAST_ENDPOINT = 32;
    private static final int SEND_MORE = 2;
    private static final int MAX_FRAME = 1 << 20;

    static {
        Native.register("libzmq.so.5");
    }

    private static native Pointer zmq_ctx_new();

    private static native Pointer zmq_socket(Pointer context, int type);

    private static native int zmq_bind(Pointer socket, String endpoint);

    private static native int zmq_connect(Pointer socket, String endpoint);

    private static native int zmq_getsockopt(Pointer socket, int option, byte[] value, LongByReference length);

    private static native int zmq_setsockopt(Pointer socket, int option, byte[] value, long length);

    private static native int zmq_send(Pointer socket, Pointer buffer, long length, int flags);

    private static native int zmq_recv(Pointer socket, Pointer buffer, long length, int flags);

    private static native int zmq_errno();

    private final Pointer context = zmq_ctx_new();
    private final Options options;

    LibzmqPeer(Options options) {
        this.options = options;
    }

    @Override
    public PeerSocket open(Type type) {
        Pointer socket = zmq_socket(context, number(type));
        set(socket, SEND_HWM, options.sendHwm(type));
        set(socket, RECEIVE_HWM, options.receiveHwm(type));
        set(socket, BACKLOG, options.backlog());
        return new Socket(socket);
    }

    private static void set(Pointer socket, int option, int value) {
        if (value >= 0) {
            byte[] bytes = ByteBuffer.allocate(Integer.BYTES)
                    .order(ByteOrder.nativeOrder())
                    .putInt(value)
                    .array();
            checked(zmq_setsockopt(socket, option, bytes, bytes.length), "zmq_setsockopt " + option);
        }
    }

    private static int number(Type type) {
        return switch (type) {
            case PAIR -> 0;
            case PUB -> 1;
            case SUB -> 2;
            case REQ -> 3;
            case REP -> 4;
            case DEALER -> 5;
            case ROUTER -> 6;
            case PULL -> 7;
            case PUSH -> 8;
        };
    }

    private static int checked(int result, String call) {
        if (result < 0) {
            throw new IllegalStateException("libzmq: " + call + " failed, errno " + zmq_errno());
        }
        return result;
    }

    private static final class Socket implements PeerSocket {

        private final Pointer socket;
        private final Memory memory = new Memory(MAX_FRAME);
        private final ByteBuffer view = memory.getByteBuffer(0, MAX_FRAME);

        Socket(Pointer socket) {
            this.socket = socket;
        }

        @Override
        public String bind(String endpoint) {
            checked(zmq_bind(socket, endpoint), "zmq_bind " + endpoint);
            byte[] value = new byte[256];
            LongByReference length = new LongByReference(value.length);
            checked(zmq_getsockopt(socket, LAST_ENDPOINT, value, length), "ZMQ_LAST_ENDPOINT");
            return new String(value, 0, (int) length.getValue() - 1, StandardCharsets.US_ASCII);
        }

        @Override
        public void connect(String endpoint) {
            checked(zmq_connect(socket, endpoint), "zmq_connect " + endpoint);
        }

        @Override
        public void subscribe(byte[] prefix) {
            checked(zmq_setsockopt(socket, SUBSCRIBE, prefix, prefix.length), "ZMQ_SUBSCRIBE");
        }

        @Override
        public void send(byte[] frame) {
            send(frame, 0);
        }

        private void send(byte[] frame, int flags) {
            view.put(0, frame);
            checked(zmq_send(socket, memory, frame.length, flags), "zmq_send");
        }

        @Override
        public byte[] receive() {
            int length = checked(zmq_recv(socket, memory, MAX_FRAME, 0), "zmq_recv");
            byte[] frame = new byte[Math.min(length, MAX_FRAME)];
            view.get(0, frame);
            return frame;
        }

        @Override
        public void echo() {
            byte[] frame = receive();
            while (hasMore()) {
                send(frame, SEND_MORE);
                frame = receive();
            }
            send(frame, 0);
        }

        private boolean hasMore() {
            byte[] value = new byte[Integer.BYTES];
            checked(zmq_getsockopt(socket, RECEIVE_MORE, value, new LongByReference(value.length)), "ZMQ_RCVMORE");
            return ByteBuffer.wrap(value).getInt() != 0;
        }
    }
}
