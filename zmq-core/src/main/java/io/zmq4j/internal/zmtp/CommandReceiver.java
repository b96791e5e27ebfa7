package io.zmq4j.internal.zmtp;

import io.zmq4j.SocketType;
import java.nio.ByteBuffer;

/** Judges the commands that come once the peer is ready, answers PING, and passes the rest on. */
final class CommandReceiver {

    private static final int TTL_UNIT_MILLIS = 100;
    private static final int LONGEST_CONTEXT = 16;
    private static final int LONGEST_GROUP = 255;

    private final ZmtpHandler handler;
    private final OutputQueue output;
    private final boolean publisher;
    private final boolean radio;

    CommandReceiver(SocketType type, ZmtpHandler handler, OutputQueue output) {
        this.handler = handler;
        this.output = output;
        publisher = type == SocketType.PUB || type == SocketType.XPUB;
        radio = type == SocketType.RADIO;
    }

    void onCommand(Command command) throws ProtocolException {
        switch (command.name()) {
            case Command.SUBSCRIBE, Command.CANCEL -> {
                if (publisher) {
                    onSubscription(command.name().equals(Command.SUBSCRIBE), command.dataBytes());
                }
            }
            case Command.JOIN, Command.LEAVE -> {
                if (radio) {
                    onGroup(command.name().equals(Command.JOIN), command.dataBytes());
                } else {
                    handler.onUnknownCommand(command.name());
                }
            }
            case Command.PING -> onPing(command.data());
            case Command.PONG -> handler.onPong();
            case Command.READY, Command.ERROR ->
                throw new ProtocolException(
                        ProtocolException.UNEXPECTED_COMMAND,
                        "command " + command.name() + " after the handshake is complete");
            default -> handler.onUnknownCommand(SafeText.clean(command.name()));
        }
    }

    void onSubscription(boolean subscribe, byte[] topic) {
        handler.onSubscription(subscribe, topic);
    }

    private void onGroup(boolean join, byte[] group) throws ProtocolException {
        if (group.length > LONGEST_GROUP) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_COMMAND,
                    "group of " + group.length + " bytes, allowed: up to " + LONGEST_GROUP);
        }
        handler.onSubscription(join, group);
    }

    private void onPing(ByteBuffer data) throws ProtocolException {
        if (data.remaining() < Short.BYTES) {
            throw new ProtocolException(
                    ProtocolException.MALFORMED_COMMAND,
                    "PING with " + data.remaining() + " bytes after its name, allowed: 2 and above");
        }
        int ttl = data.getShort() & 0xFFFF;
        byte[] context = new byte[Math.min(data.remaining(), LONGEST_CONTEXT)];
        data.get(context);
        output.addPong(Frame.encode(Frame.COMMAND, Command.encode(Command.PONG, context)));
        handler.onPing(ttl * TTL_UNIT_MILLIS);
    }
}
