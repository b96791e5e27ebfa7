package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.internal.pattern.PeerTable.Peer;
import io.zmq4j.internal.pipe.Pipe;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * One message while a socket has many peers: sent to the next peer in turn and read there, received in turn, or sent to the
 * peer of a routing id. With many peers each pipe is out of the caches when its turn comes.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ManyPeersBenchmark {

    private static final Msg MSG = Msg.of(new byte[32]);
    private static final int IDS = 1 << 14;

    @Param({"1", "100", "1000", "10000"})
    public int peers;

    private final LoadBalancer balancer = new LoadBalancer();
    private final FairQueue queue = new FairQueue();
    private final PeerTable table = new PeerTable(() -> 1);
    private ManyPipes many = new ManyPipes(0, queue);
    private byte[][] ids = {};
    private int turn;
    private int next;

    @Setup
    public void open() {
        many = new ManyPipes(peers, queue);
        many.near.forEach(balancer::attach);
        many.near.forEach(queue::attach);
        many.start();
        for (Pipe pipe : many.near) {
            table.put(id(table.size()), pipe);
        }
        Random random = new Random(1);
        ids = new byte[IDS][];
        for (int i = 0; i < IDS; i++) {
            ids[i] = id(random.nextInt(peers));
        }
    }

    private static byte[] id(int number) {
        return ("peer-" + number).getBytes(StandardCharsets.US_ASCII);
    }

    @Benchmark
    public Object pushInTurn() {
        balancer.trySend(MSG);
        Msg msg = many.far.get(turn).read();
        turn = turn + 1 == peers ? 0 : turn + 1;
        many.run();
        return msg == null ? this : msg;
    }

    /** The message wakes the socket, as each peer has only this one. */
    @Benchmark
    public Object pullInTurn() {
        Pipe from = many.far.get(turn);
        turn = turn + 1 == peers ? 0 : turn + 1;
        from.write(MSG);
        from.flush();
        many.run();
        Msg msg = queue.tryReceive();
        return msg == null ? this : msg;
    }

    @Benchmark
    public Object routerLookup() {
        Peer peer = table.find(ids[next++ & (IDS - 1)]);
        return peer == null ? this : peer;
    }
}
