package io.zmq4j.bench;

/** Connects a PUSH socket and sends until it is ended. */
public final class RemoteThr {

    private RemoteThr() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(Peer.Type.PUSH);
        socket.connect(plan.endpoint());
        Throughput.send(socket, plan.size());
    }
}
