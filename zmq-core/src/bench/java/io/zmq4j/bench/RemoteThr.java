package io.zmq4j.bench;

/** Connects a PUSH socket, or several, and sends in turn on each until it is ended. */
public final class RemoteThr {

    private RemoteThr() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket[] sockets = new PeerSocket[plan.number("connections", 1)];
        for (int i = 0; i < sockets.length; i++) {
            sockets[i] = plan.peer().open(Peer.Type.PUSH);
            sockets[i].connect(plan.endpoint());
        }
        Sender sender = new Sender();
        Control.listen(sender::sent);
        sender.run(plan.size(), sockets);
    }
}
