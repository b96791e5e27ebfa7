package io.zmq4j.bench;

/** Binds a PULL socket and waits for one message of each connection: of some for practice, then of those that count. */
public final class Acceptor {

    private Acceptor() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(Peer.Type.PULL);
        Output.bind(socket, plan.endpoint());
        Control.listen();
        receive(socket, plan.number("practice", 100));
        Output.window();
        receive(socket, plan.number("connections", 1));
        Output.result("messages=" + plan.number("connections", 1));
        Control.stay();
    }

    private static void receive(PeerSocket socket, int count) {
        for (int i = 0; i < count; i++) {
            socket.receive();
        }
    }
}
