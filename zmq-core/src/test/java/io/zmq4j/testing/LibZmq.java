package io.zmq4j.testing;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import org.jspecify.annotations.Nullable;

/**
 * The functions of libzmq that the tests call, and the numbers they need (zmq.h). A blocking call holds its thread and
 * cannot be interrupted, so every one is given a timeout first.
 */
final class LibZmq {

    static final int SNDMORE = 2;

    static final int EAGAIN = 11;
    static final int EHOSTUNREACH = 113;

    /** sizeof(zmq_msg_t) */
    static final int MSG_BYTES = 64;

    private static final String[] NAMES = {"zmq", "libzmq.so.5", "libzmq.5.dylib"};

    private static final @Nullable String UNAVAILABLE = load();

    private LibZmq() {}

    private static @Nullable String load() {
        StringBuilder reasons = new StringBuilder();
        for (String name : NAMES) {
            try {
                Native.register(LibZmq.class, NativeLibrary.getInstance(name));
                return null;
            } catch (UnsatisfiedLinkError e) {
                reasons.append(name)
                        .append(": ")
                        .append(String.valueOf(e.getMessage())
                                .lines()
                                .findFirst()
                                .orElse(""))
                        .append("; ");
            }
        }
        return reasons.toString();
    }

    /** Why it cannot be used here, or null when it can. */
    static @Nullable String unavailable() {
        return UNAVAILABLE;
    }

    static native Pointer zmq_ctx_new();

    static native int zmq_ctx_term(Pointer context);

    static native int zmq_ctx_shutdown(Pointer context);

    static native Pointer zmq_socket(Pointer context, int type);

    static native int zmq_close(Pointer socket);

    static native int zmq_bind(Pointer socket, String endpoint);

    static native int zmq_connect(Pointer socket, String endpoint);

    static native int zmq_setsockopt(Pointer socket, int option, Pointer value, long length);

    static native int zmq_getsockopt(Pointer socket, int option, Pointer value, Pointer length);

    static native int zmq_send(Pointer socket, byte[] bytes, long length, int flags);

    static native int zmq_msg_init(Pointer msg);

    static native int zmq_msg_recv(Pointer msg, Pointer socket, int flags);

    static native Pointer zmq_msg_data(Pointer msg);

    static native int zmq_msg_more(Pointer msg);

    static native @Nullable String zmq_msg_gets(Pointer msg, String property);

    static native int zmq_msg_close(Pointer msg);

    static native @Nullable Pointer zmq_z85_encode(Pointer text, byte[] bytes, long length);

    static native @Nullable Pointer zmq_z85_decode(Pointer bytes, String text);

    static native int zmq_errno();

    static native String zmq_strerror(int errno);
}
