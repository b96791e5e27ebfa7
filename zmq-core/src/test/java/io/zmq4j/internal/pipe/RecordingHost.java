package io.zmq4j.internal.pipe;

import io.zmq4j.internal.reactor.Mailbox;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, and executes its commands when asked. */
final class RecordingHost implements PipeHost {

    final List<String> events = new ArrayList<>();
    private final Mailbox mailbox = new Mailbox(() -> {});

    RecordingHost own(Pipe pipe) {
        pipe.attach(this);
        pipe.start();
        return this;
    }

    List<String> run() {
        mailbox.drain(Integer.MAX_VALUE, (source, failure) -> {
            throw new AssertionError(failure);
        });
        List<String> seen = List.copyOf(events);
        events.clear();
        return seen;
    }

    @Override
    public Mailbox mailbox() {
        return mailbox;
    }

    @Override
    public void onAttach(Pipe pipe) {
        events.add("attach");
        own(pipe);
    }

    @Override
    public void onReadable(Pipe pipe) {
        events.add("readable");
    }

    @Override
    public void onWritable(Pipe pipe) {
        events.add("writable");
    }

    @Override
    public void onPeerReady(Pipe pipe, PeerReady peer) {
        events.add("ready " + peer.type());
    }

    @Override
    public void onCloseRequest(Pipe pipe) {
        events.add("close request");
    }

    @Override
    public void onPeerClosed(Pipe pipe) {
        events.add("peer closed");
    }

    @Override
    public void onEnded(Pipe pipe) {
        events.add("ended");
    }
}
