package io.zmq4j.internal.pattern;

import io.zmq4j.internal.pipe.Pipe;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The peers of a ROUTER by routing id. A peer that wants no id, or one that begins with a zero byte, which is reserved, is
 * given {@code | 0 (1) | number (4) |}. A peer whose connection has ended stays until everything was read from it, but
 * anybody may take its id then.
 */
final class PeerTable {

    /** One peer, which is also the attachment of its pipe. */
    static final class Peer {
        final byte[] id;
        final Pipe pipe;
        final boolean chosenByUs;

        /** Its id was given to it when this side connected, whatever it wants to be called. */
        boolean named;

        /** The application was told that it has come, if it wants to know. */
        boolean announced;

        private Peer(byte[] id, Pipe pipe, boolean chosenByUs) {
            this.id = id;
            this.pipe = pipe;
            this.chosenByUs = chosenByUs;
        }
    }

    /** A byte string as the key of a map; the one for looking up is used again and again. */
    private static final class Key {
        private byte[] bytes;
        private int hash;

        Key(byte[] bytes) {
            this.bytes = bytes;
            this.hash = Arrays.hashCode(bytes);
        }

        Key with(byte[] other) {
            bytes = other;
            hash = Arrays.hashCode(other);
            return this;
        }

        @Override
        public int hashCode() {
            return hash;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Key that && Arrays.equals(bytes, that.bytes);
        }
    }

    private static final byte[] NOBODY = {};
    private static final int GENERATED_LENGTH = 5;

    private final Map<Key, Peer> peers = new HashMap<>();
    private final Key probe = new Key(NOBODY);
    private int nextNumber;

    PeerTable(IntSupplier random) {
        nextNumber = random.getAsInt();
    }

    int size() {
        return peers.size();
    }

    /** The peer of this id, which may have closed its connection. */
    @Nullable
    Peer find(byte[] id) {
        Peer peer = peers.get(probe.with(id));
        probe.with(NOBODY);
        return peer;
    }

    /** The peer behind a pipe, if it was put here. */
    static @Nullable Peer of(Pipe pipe) {
        return (Peer) pipe.attachment();
    }

    /** Whether this wish for an id leaves the choice to us. */
    static boolean isFree(byte[] wanted) {
        return wanted.length == 0 || wanted[0] == 0;
    }

    /** Puts the peer of a pipe under this id, which nobody has, or under a new one if the wish leaves that to us. */
    Peer put(byte[] wanted, Pipe pipe) {
        boolean chosenByUs = isFree(wanted);
        Peer peer = new Peer(chosenByUs ? newId() : wanted, pipe, chosenByUs);
        peers.put(new Key(peer.id), peer);
        pipe.attachment(peer);
        return peer;
    }

    private byte[] newId() {
        byte[] id;
        do {
            id = ByteBuffer.allocate(GENERATED_LENGTH)
                    .put((byte) 0)
                    .putInt(nextNumber++)
                    .array();
        } while (find(id) != null);
        return id;
    }

    /**
     * Takes the peer out; its pipe still knows it.
     *
     * @return whether it was there: another one may have its id by now
     */
    boolean remove(Peer peer) {
        return find(peer.id) == peer && peers.remove(new Key(peer.id)) != null;
    }
}
