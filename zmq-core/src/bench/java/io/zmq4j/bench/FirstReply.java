package io.zmq4j.bench;

/** Connects a REQ socket, asks once and ends. The driver takes the time from the start of the process to the result. */
public final class FirstReply {

    private FirstReply() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(Peer.Type.REQ);
        socket.connect(plan.endpoint());
        socket.sendNew(plan.size());
        Output.result("bytes=" + socket.receive().length);
        Control.stay();
    }
}
