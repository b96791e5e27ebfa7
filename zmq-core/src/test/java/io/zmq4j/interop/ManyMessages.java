package io.zmq4j.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketType;
import io.zmq4j.testing.Ledger;
import io.zmq4j.testing.Peer;
import io.zmq4j.testing.PeerOptions;
import io.zmq4j.testing.PeerSocket;
import io.zmq4j.testing.Transport;
import io.zmq4j.testing.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One sender sends many messages to one receiver, at once and without a limit that could drop any. */
final class ManyMessages {

    private static final int SIZE = 64;
    private static final int RECEIVER = 0;

    private ManyMessages() {}

    static void run(Peer senders, Peer receivers, SocketType from, SocketType to, Transport transport, int count)
            throws InterruptedException, ExecutionException, TimeoutException {
        // back-pressure keeps PUSH and DEALER from dropping; only a PUB has to be without a limit
        PeerOptions options = from == SocketType.PUB ? PeerOptions.UNLIMITED : PeerOptions.DEFAULTS;
        PeerSocket receiver = receivers.socket(to, options);
        PeerSocket sender = senders.socket(from, options);
        String endpoint = receiver.bind(transport.endpoint());
        sender.connect(endpoint);
        if (to == SocketType.SUB) {
            receiver.subscribe(new byte[0]);
            Waiting.until("the subscription is known", () -> {
                sender.send(List.of(new byte[1]), Waiting.SOON);
                return receiver.receive(Duration.ofMillis(20)) != null;
            });
        }
        Ledger ledger = new Ledger();
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            Future<?> sending = executor.submit(() -> send(sender, ledger, count));
            receive(receiver, ledger, to, count);
            sending.get(Waiting.SOON.toSeconds(), TimeUnit.SECONDS);
        } finally {
            executor.shutdownNow();
            assertThat(executor.awaitTermination(Waiting.SOON.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
        }
        ledger.assertComplete();
    }

    private static void send(PeerSocket sender, Ledger ledger, int count) {
        for (int i = 0; i < count; i++) {
            List<byte[]> message = ledger.next(1, 1 + i % 3, SIZE);
            if (!sender.send(message, Waiting.SOON)) {
                throw new IllegalStateException("message " + i + " was not taken within " + Waiting.SOON);
            }
        }
    }

    private static void receive(PeerSocket receiver, Ledger ledger, SocketType type, int count) {
        int received = 0;
        while (received < count) {
            List<byte[]> message = receiver.receive(Waiting.SOON);
            assertThat(message)
                    .as("message %d of %d; %s", received, count, ledger)
                    .isNotNull();
            if (message.get(0).length == 1) {
                // a late probe of the subscription
                continue;
            }
            received++;
            ledger.received(RECEIVER, type == SocketType.ROUTER ? message.subList(1, message.size()) : message);
        }
    }
}
