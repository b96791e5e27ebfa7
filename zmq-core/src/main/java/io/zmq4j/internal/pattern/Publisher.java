package io.zmq4j.internal.pattern;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfig;
import io.zmq4j.SocketType;
import io.zmq4j.internal.pipe.PeerReady;
import io.zmq4j.internal.pipe.Pipe;

/** The outbound half of PUB and XPUB, RFC 29: each message goes to the peers that have subscribed to it, the same object to all. */
final class Publisher implements Outbound {

    private final Distributor distributor;
    private final PublisherSubscriptions subscriptions;
    private SocketConfig.Pub options;

    private Publisher(PublisherSubscriptions subscriptions, SocketConfig.Pub options, Drops drops) {
        this.distributor = new Distributor(drops);
        this.subscriptions = subscriptions;
        this.options = options;
    }

    static Pattern pattern(SocketType type, SocketConfig config, Drops drops) {
        PublisherSubscriptions subscriptions = new PublisherSubscriptions(type, config, drops);
        Publisher out = new Publisher(subscriptions, config.pub(), drops);
        PublisherIn in = new PublisherIn(type, subscriptions, out, drops);
        return new Pattern(in, out, type == SocketType.XPUB ? subscriptions : null, out::reconfigure);
    }

    private void reconfigure(SocketConfig config) {
        options = config.pub();
        subscriptions.reconfigure(config);
    }

    @Override
    public void attach(Pipe pipe) {
        distributor.attach(pipe);
    }

    @Override
    public void detach(Pipe pipe) {
        distributor.detach(pipe);
        subscriptions.forget(pipe);
    }

    @Override
    public void writable(Pipe pipe) {}

    @Override
    public boolean trySend(Msg msg) {
        Pipe lone = subscriptions.loneReceiver();
        if (lone != null) {
            return trySendTo(lone, msg);
        }
        distributor.clear();
        subscriptions.match(msg, distributor);
        boolean inverted = options.invertMatching();
        if (options.noDrop() && !distributor.canSend(inverted)) {
            return false;
        }
        distributor.send(msg, inverted);
        return true;
    }

    private boolean trySendTo(Pipe lone, Msg msg) {
        distributor.clear();
        if (subscriptions.matches(msg, lone) != options.invertMatching()) {
            distributor.match(lone);
        }
        if (options.noDrop() && !distributor.canSend(false)) {
            return false;
        }
        distributor.send(msg, false);
        subscriptions.onSentToLoneReceiver();
        return true;
    }

    @Override
    public int topics() {
        return subscriptions.size();
    }

    @Override
    public int receivers(byte[] topic) {
        distributor.clear();
        subscriptions.match(Msg.of(topic), distributor);
        return distributor.count(options.invertMatching());
    }

    /** Always, as which peers matter is known only with the message; with {@code noDrop} a send may wait all the same. */
    @Override
    public boolean canSend() {
        return true;
    }

    @Override
    public void peerReady(Pipe pipe, PeerReady peer) {
        if (options.welcome().length > 0 && pipe.write(Msg.of(options.welcome()))) {
            pipe.flush();
        }
    }
}
