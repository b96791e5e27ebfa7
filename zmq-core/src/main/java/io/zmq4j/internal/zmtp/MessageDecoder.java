package io.zmq4j.internal.zmtp;

import io.zmq4j.Metadata;
import io.zmq4j.Msg;
import io.zmq4j.PeerLimit;
import io.zmq4j.SocketType;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Frames to messages, commands and subscriptions, once the peer is ready. */
final class MessageDecoder {

    private static final int CANCEL = 0;
    private static final int SUBSCRIBE = 1;

    private FrameDecoder frames;
    private final CommandReceiver commands;
    private final long maxBytes;
    private final int maxFrames;
    private final boolean publisher;

    /** Frames of a message of which more frames are to come, and their bytes. */
    private final List<byte[]> parts = new ArrayList<>(0);

    private long partBytes;
    private Metadata metadata = Metadata.EMPTY;

    MessageDecoder(ZmtpSettings settings, FrameDecoder frames, CommandReceiver commands) {
        this.frames = frames;
        this.commands = commands;
        maxBytes = settings.maxMessageSize() < 0 ? Long.MAX_VALUE : settings.maxMessageSize();
        maxFrames = settings.maxFrames();
        publisher = settings.type() == SocketType.PUB || settings.type() == SocketType.XPUB;
    }

    /** From now on messages may come, in these frames. */
    void start(FrameDecoder spoken) {
        frames = spoken;
        // a limit on messages must not make small commands impossible
        long commandLimit = Math.max(frameLimit(), FrameDecoder.HANDSHAKE_COMMAND_LIMIT);
        frames.enterTraffic(frameLimit(), commandLimit);
    }

    /** What the messages from now on say of their sender. */
    void metadata(Metadata metadata) {
        this.metadata = metadata;
    }

    @Nullable
    Msg next(ByteBuffer in) throws ProtocolException {
        while (true) {
            byte[] frame = frames.next(in);
            if (frame == null) {
                return null;
            }
            int flags = frames.flags();
            if (flags == 0 && parts.isEmpty()) {
                if (!publisher || !isSubscription(frame)) {
                    return Msg.received(frame, metadata);
                }
                commands.onSubscription(frame[0] == SUBSCRIBE, Arrays.copyOfRange(frame, 1, frame.length));
            } else if (flags == Frame.COMMAND) {
                // libzmq sends PING and PONG also between the frames of a message
                commands.onCommand(Command.parse(frame));
            } else {
                add(frame);
                if (flags == 0) {
                    return takeParts();
                }
            }
        }
    }

    /** The form of a subscription before ZMTP 3.1, which is accepted of any peer. */
    private static boolean isSubscription(byte[] frame) {
        return frame.length > 0 && (frame[0] == SUBSCRIBE || frame[0] == CANCEL);
    }

    private void add(byte[] frame) throws ProtocolException {
        if (parts.size() == maxFrames) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_MESSAGE,
                    "message of more than " + maxFrames + " frames",
                    PeerLimit.FRAMES);
        }
        parts.add(frame);
        partBytes += frame.length;
        frames.messageLimit(frameLimit());
    }

    private Msg takeParts() {
        Msg message = Msg.received(parts, metadata);
        parts.clear();
        partBytes = 0;
        frames.messageLimit(frameLimit());
        return message;
    }

    private long frameLimit() {
        return Math.min(maxBytes - partBytes, Frame.LONGEST_BODY);
    }
}
