package io.zmq4j.bench;

/** Opens many connections of a PUSH socket to one endpoint and sends one message over each; then they are idle. */
public final class Connector {

    private Connector() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        Control control = Control.listen();
        connect(plan, plan.number("practice", 100));
        control.awaitGo();
        connect(plan, plan.number("connections", 1));
        Control.stay();
    }

    /** A socket of its own: its messages go to each of its connections in turn, so each gets exactly one. */
    private static void connect(Plan plan, int count) {
        PeerSocket socket = plan.peer().open(Peer.Type.PUSH);
        for (int i = 0; i < count; i++) {
            socket.connect(plan.endpoint());
        }
        for (int i = 0; i < count; i++) {
            socket.sendNew(plan.size());
        }
    }
}
