package io.zmq4j.internal.zmtp;

/** The two forms of a subscription on the wire. */
final class Subscriptions {

    private Subscriptions() {}

    /** A frame for a peer of that minor version: a command since 3.1, a message of one frame before. */
    static byte[] encode(boolean subscribe, byte[] topic, int minor) {
        if (minor >= 1) {
            return Frame.encode(Frame.COMMAND, Command.encode(subscribe ? Command.SUBSCRIBE : Command.CANCEL, topic));
        }
        byte[] body = new byte[1 + topic.length];
        body[0] = (byte) (subscribe ? 1 : 0);
        System.arraycopy(topic, 0, body, 1, topic.length);
        return Frame.encode(0, body);
    }
}
