package io.zmq4j.internal.engine;

import java.io.IOException;
import java.nio.channels.SelectionKey;

/**
 * The writing half of an engine. It writes until there is nothing more, and waits for the channel only when that is full. A
 * write that fails stops the output alone, so that what the peer sent before it left is still received.
 */
final class ChannelWriter {

    /** Writes in a row for one connection before the others get their turn. */
    private static final int TURNS = 16;

    private final EngineChannel channel;
    private final Output output;
    private final EngineOwner owner;
    private boolean failed;
    private boolean writing;

    ChannelWriter(EngineChannel channel, Output output, EngineOwner owner) {
        this.channel = channel;
        this.output = output;
        this.owner = owner;
    }

    /** Writes what there is. No effect on a channel that is not open, and from within itself. */
    void write() {
        if (failed || writing || !channel.isOpen()) {
            return;
        }
        writing = true;
        Output.Result result = Output.Result.MORE;
        try {
            for (int turn = 0; turn < TURNS && result == Output.Result.MORE; turn++) {
                result = output.writeTo(channel);
            }
            if (result == Output.Result.DRAINED && channel.isOpen() && !channel.flush()) {
                result = Output.Result.FULL;
            }
        } catch (IOException e) {
            // what the peer has sent is still there to be read, and then the end of it
            failed = true;
            output.release();
        } finally {
            writing = false;
        }
        if (channel.isOpen()) {
            afterWrite(result);
        }
    }

    private void afterWrite(Output.Result result) {
        if (failed) {
            channel.disable(SelectionKey.OP_WRITE);
        } else if (result == Output.Result.DRAINED) {
            channel.disable(SelectionKey.OP_WRITE);
            owner.onOutputDrained();
        } else {
            channel.enable(SelectionKey.OP_WRITE);
        }
    }
}
