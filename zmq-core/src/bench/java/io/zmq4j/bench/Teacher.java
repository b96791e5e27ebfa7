package io.zmq4j.bench;

/**
 * Connects a SUB socket, subscribes to many topics and says when the publisher knows them all. From then on it receives
 * nothing, so that the publisher soon has no room for its messages and does nothing but match them.
 */
public final class Teacher {

    private Teacher() {}

    /** The number of a topic: an even one, so that there is one beside it that is no topic. */
    static int topic(int index) {
        return 2 * index;
    }

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(Peer.Type.SUB);
        // connected first, so that the subscriptions go out in their order
        socket.connect(plan.endpoint());
        int topics = plan.number("subscriptions", 1);
        for (int i = 0; i < topics; i++) {
            socket.subscribe(Topics.prefix(topic(i)));
        }
        socket.receive();
        Output.window();
        Control.stay();
    }
}
