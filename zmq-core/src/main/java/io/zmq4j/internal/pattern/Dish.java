package io.zmq4j.internal.pattern;

import io.zmq4j.DropReason;
import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.Pipe;
import io.zmq4j.internal.pipe.Subscription;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * DISH, RFC 48: every radio is told of each group that is joined or left, a new or reconnected one of all. What arrives is
 * filtered again, as a radio may not have heard of a leave yet, or may send everything to everybody.
 */
final class Dish implements Outbound, Groups {

    private static final int FRAMES = 2;

    private final Map<ByteBuffer, String> joined = new LinkedHashMap<>();
    private final Distributor distributor;
    private final Drops drops;

    private Dish(Drops drops) {
        this.distributor = new Distributor(drops);
        this.drops = drops;
    }

    static Pattern pattern(Drops drops) {
        Dish dish = new Dish(drops);
        return new Pattern(new FilteredIn(new FairQueue(), dish::accept), dish, null, dish, null, config -> {});
    }

    private @Nullable Msg accept(Msg msg) {
        if (msg.size() != FRAMES) {
            drops.count(DropReason.MALFORMED, 1);
            return null;
        }
        String group = joined.get(ByteBuffer.wrap(msg.bytes(0)));
        return group == null ? null : msg.dropFirst().withGroup(group);
    }

    @Override
    public void join(String group) {
        byte[] bytes = Groups.encode(group);
        if (joined.putIfAbsent(ByteBuffer.wrap(bytes), group) != null) {
            throw new IllegalArgumentException(
                    "group '" + group + "' is joined already, allowed: groups that are not, as joins are not counted");
        }
        distributor.sendToAll(new Subscription(true, bytes));
    }

    @Override
    public void leave(String group) {
        byte[] bytes = Groups.encode(group);
        if (joined.remove(ByteBuffer.wrap(bytes)) == null) {
            throw new IllegalArgumentException(
                    "group '" + group + "' is not joined, allowed: the " + joined.size() + " joined ones");
        }
        distributor.sendToAll(new Subscription(false, bytes));
    }

    @Override
    public List<byte[]> list() {
        return joined.keySet().stream().map(group -> group.array().clone()).toList();
    }

    @Override
    public void attach(Pipe pipe) {
        distributor.attach(pipe);
        joined.keySet().forEach(group -> pipe.write(new Subscription(true, group.array())));
        pipe.flush();
    }

    @Override
    public void detach(Pipe pipe) {
        distributor.detach(pipe);
    }

    @Override
    public void writable(Pipe pipe) {}

    @Override
    public boolean trySend(Msg msg) {
        throw NoOutbound.cannotSend(SocketType.DISH);
    }

    @Override
    public boolean canSend() {
        return false;
    }
}
