package io.zmq4j.bench;

/** Binds a PUB socket and sends a message of each topic in turn until it is ended, whoever listens. */
public final class Publisher {

    private Publisher() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        byte[][] messages = Topics.messages(plan.number("subscriptions", 1), plan.size());
        PeerSocket socket = plan.peer().open(Peer.Type.PUB);
        Output.bind(socket, plan.endpoint());
        while (true) {
            for (byte[] message : messages) {
                socket.send(message.clone());
            }
        }
    }
}
