package io.zmq4j.internal.zmtp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** A small message costs its body and its {@link Msg} on the way in, and nothing on the way out. */
class AllocationTest {

    private static final int MESSAGES = 20_000;
    private static final int BODY = 16;

    /** A byte[16] has 32 bytes and a Msg 24; the rest is slack for the JVM's own doing. */
    private static final int IN_LIMIT = 60;

    private static final int OUT_LIMIT = 2;

    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final ZmtpConnection sender = Side.ready(SocketType.PUSH, "PULL").connection;
    private final ZmtpConnection receiver = Side.ready(SocketType.PULL, "PUSH").connection;
    private final ByteBuffer buffer = ByteBuffer.allocate(MESSAGES * (BODY + 2) + Frame.LONG_HEADER);

    @Test
    void shouldAllocateTheBodyAndTheMessageOnly() throws ProtocolException {
        Msg msg = Msg.of(new byte[BODY]);
        encode(msg);
        decode();

        assertThat(encode(msg)).isLessThan((long) OUT_LIMIT * MESSAGES);
        assertThat(decode()).isBetween((long) BODY * MESSAGES, (long) IN_LIMIT * MESSAGES);
    }

    private long encode(Msg msg) {
        buffer.clear();
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < MESSAGES; i++) {
            sender.send(msg);
            sender.fill(buffer);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private long decode() throws ProtocolException {
        buffer.flip();
        int count = 0;
        long before = threads.getCurrentThreadAllocatedBytes();
        while (receiver.decode(buffer) != null) {
            count++;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(count).isEqualTo(MESSAGES);
        return allocated;
    }
}
