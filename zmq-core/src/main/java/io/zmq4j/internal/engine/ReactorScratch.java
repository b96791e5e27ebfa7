package io.zmq4j.internal.engine;

import io.zmq4j.internal.reactor.BufferPool;
import io.zmq4j.internal.zmtp.Scratch;

/** The array of a reactor, in which only one connection at a time works. */
record ReactorScratch(BufferPool pool) implements Scratch {

    @Override
    public byte[] take(int size) {
        return pool.takeArray(size);
    }

    @Override
    public void give(byte[] array) {
        pool.giveArray(array);
    }
}
