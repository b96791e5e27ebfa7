package io.zmq4j.internal.zmtp;

/**
 * Lends arrays to work in, to connections of which only one works at a time. Who has nothing to do holds none but small ones,
 * so idle connections cost no memory for the large frames that they once had.
 */
public interface Scratch {

    /** Up to this size an array stays with its connection, as taking and giving it would cost more. */
    int SMALL = 2 * 1024;

    /** The largest array that is lent again and again. */
    int LARGEST = 72 * 1024;

    /** Lends new arrays only. */
    Scratch NEW = new Scratch() {
        @Override
        public byte[] take(int size) {
            return new byte[size];
        }

        @Override
        public void give(byte[] array) {
            // to the garbage collector
        }
    };

    /** An array of at least this size, with anything in it. */
    byte[] take(int size);

    /** Gives an array back, of {@link #LARGEST} at most. */
    void give(byte[] array);
}
