package io.zmq4j.bench;

/** Binds a socket (REP or ROUTER) and echoes until it is ended. */
public final class LocalLat {

    private LocalLat() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(plan.type("echoType"));
        Output.bind(socket, plan.endpoint());
        RoundTrip.echo(socket);
    }
}
