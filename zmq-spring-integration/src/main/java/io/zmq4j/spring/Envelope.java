package io.zmq4j.spring;

import io.zmq4j.Msg;

/** What a ROUTER takes for the envelope of a request: the frames that go back to its client before the reply. */
enum Envelope {

    /** An empty frame directly after the routing id. */
    DELIMITER {
        @Override
        int ids(Msg msg) {
            return 0;
        }
    },

    /** The same, or the id that a requester over a DEALER puts before it. */
    CORRELATION {
        @Override
        int ids(Msg msg) {
            return msg.length(1) == Long.BYTES ? 1 : 0;
        }
    },

    /** Every id that a proxy, or the client itself, has put before the first empty frame. */
    WHOLE {
        @Override
        int ids(Msg msg) {
            int ids = 0;
            while (1 + ids < msg.size() && msg.length(1 + ids) > 0 && msg.length(1 + ids) <= LONGEST_ID) {
                ids++;
            }
            return ids;
        }
    };

    /** RFC 28: what is longer is no routing id. */
    private static final int LONGEST_ID = 255;

    /** How many frames after the routing id may be ids, if an empty one follows them; the message has one there. */
    abstract int ids(Msg msg);

    /** Where the envelope ends: after its delimiter, which a frame follows, or else after the routing id. */
    final int end(Msg msg) {
        if (msg.size() < 3) {
            return 1;
        }
        int delimiter = 1 + ids(msg);
        return delimiter < msg.size() - 1 && msg.length(delimiter) == 0 ? delimiter + 1 : 1;
    }
}
