package io.zmq4j.bench;

/** Connects a REQ socket and times its round trips. */
public final class RemoteLat {

    private RemoteLat() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(Peer.Type.REQ);
        socket.connect(plan.endpoint());
        RoundTrip.ask(socket, plan);
    }
}
