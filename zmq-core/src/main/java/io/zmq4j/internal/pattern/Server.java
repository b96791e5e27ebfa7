package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.UnroutableException;
import io.zmq4j.internal.pipe.Pipe;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * SERVER and PEER, RFC 41 and 51: messages of one frame, each with the number of its peer beside it. A peer has its number
 * from the moment its queue is there, over all its connections, until that queue ends.
 */
final class Server implements Outbound, NumberedPeers {

    private final SocketType type;
    private final Map<Integer, Pipe> pipes = new HashMap<>();
    private int nextId;

    /** Nothing is sent through it; it knows whether any pipe has room. */
    private final LoadBalancer room = new LoadBalancer();

    private Server(SocketType type, IntSupplier random) {
        this.type = type;
        this.nextId = random.getAsInt();
    }

    static Pattern pattern(SocketType type, Drops drops, IntSupplier random) {
        Server server = new Server(type, random);
        FairQueue queue = new FairQueue();
        Inbound in = new FilteredIn(queue, msg -> withId(queue, SingleFrame.orDrop(msg, drops)));
        return new Pattern(in, server, null, null, server, config -> {});
    }

    private static @Nullable Msg withId(FairQueue queue, @Nullable Msg msg) {
        Pipe source = queue.source();
        return msg == null || source == null ? msg : msg.withRoutingId(number(source));
    }

    private static int number(Pipe pipe) {
        return pipe.attachment() instanceof Integer id ? id : 0;
    }

    @Override
    public int idOf(Pipe pipe) {
        return number(pipe);
    }

    @Override
    public @Nullable Pipe find(int routingId) {
        return pipes.get(routingId);
    }

    @Override
    public void attach(Pipe pipe) {
        Integer id;
        do {
            id = nextId++;
        } while (id == 0 || pipes.putIfAbsent(id, pipe) != null);
        pipe.attachment(id);
        room.attach(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        room.detach(pipe);
        pipes.remove(number(pipe), pipe);
    }

    @Override
    public void writable(Pipe pipe) {
        room.writable(pipe);
    }

    @Override
    public boolean trySend(Msg msg) {
        SingleFrame.require(type, msg);
        Pipe pipe = pipes.get(msg.routingId());
        if (pipe == null) {
            throw unroutable(type, msg.routingId());
        }
        // over inproc the peer would else be given a number that is ours
        if (!pipe.canWrite() || !pipe.write(pipe.isLocal() ? msg.withRoutingId(0) : msg)) {
            return false;
        }
        pipe.flush();
        return true;
    }

    @Override
    public boolean canSend() {
        return room.canSend();
    }

    /** What to throw when there is no peer of this number. */
    private static UnroutableException unroutable(SocketType type, int id) {
        return new UnroutableException("no peer of this " + type + " has the routing id " + Integer.toUnsignedString(id)
                + ", allowed: ids of received messages whose peers are still there");
    }
}
