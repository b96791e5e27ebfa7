package io.zmq4j.bench.driver;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;

/**
 * The median round trip of 32 bytes between two threads over plain blocking sockets. It tells in which phase a shared
 * machine is: when it drifts, so do all figures.
 */
final class RawProbe {

    private static final int SIZE = 32;
    private static final int TRIPS = 5_000;
    private static final int TIMEOUT_MILLIS = 2_000;

    private RawProbe() {}

    static double medianMicros() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket socket = new Socket(server.getInetAddress(), server.getLocalPort());
                Socket accepted = server.accept()) {
            Thread echo = new Thread(() -> echo(accepted), "probe echo");
            echo.setDaemon(true);
            echo.start();
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(TIMEOUT_MILLIS);
            accepted.setTcpNoDelay(true);
            long[] nanos = new long[TRIPS];
            byte[] message = new byte[SIZE];
            DataInputStream in = new DataInputStream(socket.getInputStream());
            for (int i = 0; i < TRIPS; i++) {
                long start = System.nanoTime();
                socket.getOutputStream().write(message);
                in.readFully(message);
                nanos[i] = System.nanoTime() - start;
            }
            Arrays.sort(nanos);
            return nanos[TRIPS / 2] / 1e3;
        }
    }

    private static void echo(Socket socket) {
        byte[] message = new byte[SIZE];
        try {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                in.readFully(message);
                socket.getOutputStream().write(message);
            }
        } catch (IOException e) {
            return; // the other side closed: the probe is over
        }
    }
}
