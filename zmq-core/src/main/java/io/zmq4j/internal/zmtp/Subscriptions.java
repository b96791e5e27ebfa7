package io.zmq4j.internal.zmtp;

/** The forms of a subscription on the wire; joining a group is one of a DISH. */
final class Subscriptions {

    private Subscriptions() {}

    /** A frame that tells a RADIO of a group. */
    static byte[] encodeGroup(boolean join, byte[] group) {
        return Frame.encode(Frame.COMMAND, Command.encode(join ? Command.JOIN : Command.LEAVE, group));
    }

    /** A frame for a peer of that minor version: a command since 3.1, a message of one frame before. */
    static byte[] encode(boolean subscribe, byte[] topic, int minor) {
        if (minor >= 1) {
            return Frame.encode(Frame.COMMAND, Command.encode(subscribe ? Command.SUBSCRIBE : Command.CANCEL, topic));
        }
        return Frame.encode(0, message(subscribe, topic));
    }

    /** The one frame of the message that it is before 3.1. */
    static byte[] message(boolean subscribe, byte[] topic) {
        byte[] body = new byte[1 + topic.length];
        body[0] = (byte) (subscribe ? 1 : 0);
        System.arraycopy(topic, 0, body, 1, topic.length);
        return body;
    }
}
