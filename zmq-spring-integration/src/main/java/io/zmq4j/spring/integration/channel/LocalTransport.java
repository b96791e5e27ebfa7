package io.zmq4j.spring.integration.channel;

import io.zmq4j.Msg;
import io.zmq4j.SocketConfigBuilder;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.DefaultZmqSockets;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.integration.support.AdapterSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;

/**
 * A queue inside the application: what crosses the sockets is the number under which the message waits here, so it needs
 * no conversion. Both sockets stay open from the first use to the end, as a closed one would forget the numbers in it.
 */
final class LocalTransport extends ZmqChannelTransport {

    private static final MsgMapper NUMBERS = new MsgMapper();

    private final ZmqContext context;
    private final Consumer<SocketConfigBuilder> options;
    private final Map<Long, Message<?>> underWay = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition emptied = lock.newCondition();
    // -- set once, before everything else --
    private @Nullable DefaultZmqSockets sockets;

    LocalTransport(ZmqContext context, Consumer<SocketConfigBuilder> options) {
        this.context = context;
        this.options = options;
    }

    @Override
    void init(String channel) {
        String endpoint = "inproc://zmq4j-channel-" + UUID.randomUUID();
        ZmqSocketSpec from =
                declare(channel + ".sender", SocketType.PUSH).bind(endpoint).build();
        ZmqSocketSpec to = declare(channel + ".receiver", SocketType.PULL)
                .connect(endpoint)
                .build();
        sockets = new DefaultZmqSockets(context, List.of(from, to));
        use(AdapterSocket.named(sockets, to.name()), AdapterSocket.named(sockets, from.name()));
    }

    private ZmqSocketSpec.Builder declare(String name, SocketType type) {
        return ZmqSocketSpec.builder(name, type).config(config -> {
            options.accept(config);
            return config;
        });
    }

    @Override
    boolean transfer(AdapterSocket to, Message<?> message, MsgMapper mapper, Duration timeout) {
        AdapterSocket receiver = receiver();
        if (receiver != null) {
            // what is sent before the first start waits in there
            receiver.open();
        }
        Long number = numbers.incrementAndGet();
        underWay.put(number, message);
        boolean sent = false;
        try {
            sent = to.open().send(Msg.of(bytes(number)), timeout);
            return sent;
        } finally {
            if (!sent) {
                take(number);
            }
        }
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    @Override
    MsgMapper reading(MsgMapper mapper) {
        return NUMBERS;
    }

    @Override
    ParameterizedTypeReference<?> reading(ParameterizedTypeReference<?> payloadType) {
        return ParameterizedTypeReference.forType(byte[].class);
    }

    @Override
    Message<?> delivered(Message<?> received) {
        byte[] bytes = (byte[]) received.getPayload();
        Message<?> message =
                bytes.length == Long.BYTES ? take(ByteBuffer.wrap(bytes).getLong()) : null;
        if (message == null) {
            throw new IllegalStateException("a message of " + bytes.length
                    + " bytes came from elsewhere, allowed: only what this channel itself has sent");
        }
        return message;
    }

    private @Nullable Message<?> take(Long number) {
        Message<?> message = underWay.remove(number);
        if (underWay.isEmpty()) {
            lock.lock();
            try {
                emptied.signalAll();
            } finally {
                lock.unlock();
            }
        }
        return message;
    }

    @Override
    void drain(Duration timeout) {
        long nanos = timeout.toNanos();
        lock.lock();
        try {
            while (!underWay.isEmpty() && nanos > 0) {
                nanos = emptied.awaitNanos(nanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            lock.unlock();
        }
    }

    @Override
    void release() {
        // the messages in the sockets wait for the next start
    }

    @Override
    int destroy() {
        if (sockets != null) {
            sockets.destroy();
        }
        int left = underWay.size();
        underWay.clear();
        return left;
    }
}
