package io.zmq4j.bench;

/** Binds a PULL socket and counts what it receives. */
public final class LocalThr {

    private LocalThr() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(Peer.Type.PULL);
        Output.bind(socket, plan.endpoint());
        Throughput.receive(socket, plan);
    }
}
