package io.zmq4j.internal.zmtp;

import io.zmq4j.Msg;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/**
 * 1 MiB of equal frames to native memory and from it, in batches of 64 KiB; figures are for that mebibyte. A heap batch is
 * copied once more, as the JDK does in each read and write. The messages are many, so that their bodies come from memory.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class FrameCodecBenchmark {

    private static final int BATCH = 64 * 1024;
    private static final int BATCHES = 16;
    private static final int BYTES_OF_MESSAGES = 8 << 20;
    private static final int MOST_MESSAGES = 1000;

    @Param({"16", "256", "1024", "4096", "16384"})
    public int size;

    @Param({"true", "false"})
    public boolean direct;

    private final FrameDecoder decoder = new FrameDecoder();
    private final FrameEncoder encoder = new FrameEncoder();
    private final ByteBuffer kernel = ByteBuffer.allocateDirect(BATCH);
    private ByteBuffer batch = kernel;
    private Msg[] messages = {};
    private int next;

    @Setup
    public void fill() {
        batch = direct ? kernel : ByteBuffer.allocate(BATCH);
        messages = new Msg[Math.min(MOST_MESSAGES, BYTES_OF_MESSAGES / size)];
        for (int i = 0; i < messages.length; i++) {
            messages[i] = Msg.of(new byte[size]);
        }
        decoder.enterTraffic(Frame.LONGEST_BODY, Frame.LONGEST_BODY);
        encodeBatch();
    }

    /** Whole messages only, so that the same batch can be decoded again and again. */
    private void encodeBatch() {
        batch.clear();
        for (int i = BATCH / (size + Frame.LONG_HEADER); i > 0; i--) {
            encoder.start(messages[next], batch);
            encoder.encode(batch);
            next = next + 1 == messages.length ? 0 : next + 1;
        }
        batch.flip();
        if (!direct) {
            kernel.clear().put(batch).flip();
        }
    }

    @Benchmark
    public ByteBuffer encode() {
        for (int i = 0; i < BATCHES; i++) {
            encodeBatch();
        }
        return kernel;
    }

    @Benchmark
    public void decode(Blackhole sink) throws ProtocolException {
        for (int i = 0; i < BATCHES; i++) {
            kernel.rewind();
            if (!direct) {
                batch.clear().put(kernel).flip();
            }
            byte[] body;
            while ((body = decoder.next(batch)) != null) {
                sink.consume(body);
            }
        }
    }
}
