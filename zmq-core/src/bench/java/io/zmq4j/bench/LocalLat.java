package io.zmq4j.bench;

/** Binds a REP socket and echoes until it is ended. */
public final class LocalLat {

    private LocalLat() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(Peer.Type.REP);
        Output.bound(socket.bind(plan.endpoint()));
        RoundTrip.echo(socket);
    }
}
