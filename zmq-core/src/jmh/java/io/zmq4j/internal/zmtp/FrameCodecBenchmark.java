package io.zmq4j.internal.zmtp;

import io.zmq4j.Msg;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** A batch of equal frames from a heap buffer and into one; figures are for one frame. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class FrameCodecBenchmark {

    private static final int FRAMES = 64;

    @Param({"16", "256", "1024"})
    public int size;

    private final FrameDecoder decoder = new FrameDecoder();
    private final FrameEncoder encoder = new FrameEncoder();
    private ByteBuffer buffer = ByteBuffer.allocate(0);
    private Msg msg = Msg.of(new byte[1]);

    @Setup
    public void fill() {
        buffer = ByteBuffer.allocate(FRAMES * (size + Frame.LONG_HEADER));
        msg = Msg.of(new byte[size]);
        decoder.enterTraffic(Frame.LONGEST_BODY, Frame.LONGEST_BODY);
        encodeAll();
    }

    private void encodeAll() {
        buffer.clear();
        for (int i = 0; i < FRAMES; i++) {
            encoder.start(msg);
            encoder.encode(buffer);
        }
        buffer.flip();
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public ByteBuffer encode() {
        encodeAll();
        return buffer;
    }

    @Benchmark
    @OperationsPerInvocation(FRAMES)
    public void decode(Blackhole sink) throws ProtocolException {
        buffer.rewind();
        for (int i = 0; i < FRAMES; i++) {
            sink.consume(decoder.next(buffer));
        }
    }
}
