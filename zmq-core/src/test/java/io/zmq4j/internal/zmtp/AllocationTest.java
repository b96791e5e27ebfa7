package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A small message costs its body and its {@link Msg} on the way in, and nothing on the way out. */
class AllocationTest {

    private static final int MESSAGES = 20_000;
    private static final int BODY = 16;

    /** A byte[16] has 32 bytes and a Msg 24; the rest is slack for the JVM's own doing. */
    private static final int IN_LIMIT = 60;

    private static final int OUT_LIMIT = 2;

    /** A frame that is a buffer has one view made of it. */
    private static final int VIEW_LIMIT = 80;

    private final ZmtpConnection sender = Side.ready(SocketType.PUSH, "PULL").connection;
    private final ZmtpConnection receiver = Side.ready(SocketType.PULL, "PUSH").connection;
    private final ByteBuffer buffer = ByteBuffer.allocate(MESSAGES * (BODY + 2) + Frame.LONG_HEADER);

    @Test
    void shouldAllocateTheBodyAndTheMessageOnly() throws Exception {
        Msg msg = Msg.of(new byte[BODY]);
        encode(msg);
        decode();

        assertThat(encode(msg)).isLessThan((long) OUT_LIMIT * MESSAGES);
        assertThat(decode()).isBetween((long) BODY * MESSAGES, (long) IN_LIMIT * MESSAGES);
    }

    @Test
    void shouldCopyAPieceOfADirectBufferWithLittleMore() throws Exception {
        Msg msg = Msg.wrap(ByteBuffer.allocateDirect(BODY));
        encode(msg);

        assertThat(encode(msg)).isLessThan((long) VIEW_LIMIT * MESSAGES);
    }

    private long encode(Msg msg) throws Exception {
        buffer.clear();
        long before = allocatedBytes();
        for (int i = 0; i < MESSAGES; i++) {
            sender.send(msg);
            sender.fill(buffer);
        }
        return allocatedBytes() - before;
    }

    private long decode() throws Exception {
        buffer.flip();
        int count = 0;
        long before = allocatedBytes();
        while (receiver.decode(buffer) != null) {
            count++;
        }
        long allocated = allocatedBytes() - before;
        assertThat(count).isEqualTo(MESSAGES);
        return allocated;
    }

    /** By name, as the module of the core does not read the modules of these types. */
    private static long allocatedBytes() throws ReflectiveOperationException {
        Object threads = Class.forName("java.lang.management.ManagementFactory")
                .getMethod("getThreadMXBean")
                .invoke(null);
        Method allocated =
                Class.forName("com.sun.management.ThreadMXBean").getMethod("getThreadAllocatedBytes", long.class);
        return (long) allocated.invoke(threads, Thread.currentThread().getId());
    }
}
