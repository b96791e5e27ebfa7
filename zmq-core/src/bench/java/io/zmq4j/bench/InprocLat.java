package io.zmq4j.bench;

/** Two PAIR sockets in two threads of one process; one echoes. */
public final class InprocLat {

    private InprocLat() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket pair = plan.peer().open(Peer.Type.PAIR);
        pair.bind(plan.endpoint());
        SecondThread.start("echo", () -> {
            PeerSocket other = plan.peer().open(Peer.Type.PAIR);
            other.connect(plan.endpoint());
            RoundTrip.echo(other);
        });
        RoundTrip.ask(pair, plan);
    }
}
