package io.zmq4j.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Binds a PUB socket, which a {@link Teacher} tells of many topics, and when told to go measures how long it takes to
 * publish a message: of a topic, of one that differs in its last digit, and of one that is unlike all of them.
 */
public final class Matcher {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int PER_LOOK = 1_000;
    private static final long PICOS_PER_NANO = 1_000;

    /** Has no factor in common with a round number of topics, so a walk in such steps meets each of them, far apart. */
    private static final int STRIDE = 618_033;

    private final PeerSocket socket;
    private final int topics;
    private final int size;
    private int next;

    private Matcher(PeerSocket socket, Plan plan) {
        this.socket = socket;
        this.topics = plan.number("subscriptions", 1);
        this.size = plan.size();
    }

    public static void main(String[] args) {
        Plan plan = Plan.start(args);
        PeerSocket socket = plan.peer().open(Peer.Type.PUB);
        Output.bind(socket, plan.endpoint());
        Control control = Control.listen();
        Matcher matcher = new Matcher(socket, plan);
        matcher.learn(control);
        int near = 1;
        int far = Teacher.topic(matcher.topics);
        for (int first : new int[] {0, near, far}) {
            matcher.publish(plan.warmup().dividedBy(3), first);
        }
        Output.result("onePicos=" + matcher.publish(plan.window(), 0)
                + " nearPicos=" + matcher.publish(plan.window(), near)
                + " farPicos=" + matcher.publish(plan.window(), far));
        Control.stay();
    }

    /** The last topic is known once its messages arrive. Publishers learn while they send, those of libzmq only then. */
    private void learn(Control control) {
        while (!control.isGo()) {
            socket.send(Topics.message(Teacher.topic(topics - 1), size));
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /** Picoseconds a message; the messages are of the topics, but their numbers begin with this one. */
    private long publish(Duration time, int first) {
        long start = System.nanoTime();
        long messages = 0;
        long nanos;
        do {
            for (int i = 0; i < PER_LOOK; i++) {
                next = (next + STRIDE) % topics;
                socket.send(Topics.message(first + Teacher.topic(next), size));
            }
            messages += PER_LOOK;
            nanos = System.nanoTime() - start;
        } while (nanos < time.toNanos());
        return nanos * PICOS_PER_NANO / messages;
    }
}
