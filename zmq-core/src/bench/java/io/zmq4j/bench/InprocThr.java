package io.zmq4j.bench;

/** A PUSH and a PULL socket in two threads of one process. */
public final class InprocThr {

    private InprocThr() {}

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket pull = plan.peer().open(Peer.Type.PULL);
        pull.bind(plan.endpoint());
        SecondThread.start("sender", () -> {
            PeerSocket push = plan.peer().open(Peer.Type.PUSH);
            push.connect(plan.endpoint());
            new Sender().run(plan.size(), push);
        });
        Throughput.receive(pull, plan);
    }
}
