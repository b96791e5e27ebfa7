package io.zmq4j.spring.integration.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** An adapter that is started and stopped once. */
interface Startable {

    /** Returns the port when it is bound. */
    int start();

    /** Ends it in the way after which its port becomes free. */
    void stop();

    /** @return the milliseconds until it was bound, and those until its port was free again */
    static double[] cycle(Startable adapter) {
        long start = System.nanoTime();
        int port = adapter.start();
        long started = System.nanoTime();
        adapter.stop();
        while (!isFree(port)) {
            Thread.onSpinWait();
        }
        return new double[] {(started - start) / 1e6, (System.nanoTime() - started) / 1e6};
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
