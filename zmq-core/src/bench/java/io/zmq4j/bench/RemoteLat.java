package io.zmq4j.bench;

/** Connects a socket (REQ or DEALER) and times its round trips. */
public final class RemoteLat {

    private RemoteLat() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(plan.type("askType"));
        socket.connect(plan.endpoint());
        RoundTrip.ask(socket, plan);
    }
}
