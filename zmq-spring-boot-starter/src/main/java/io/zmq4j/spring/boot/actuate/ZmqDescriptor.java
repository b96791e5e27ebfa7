package io.zmq4j.spring.boot.actuate;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;

/** What {@code GET /actuator/zmq} answers. */
public record ZmqDescriptor(
        ContextDescriptor context,
        Map<String, SocketDescriptor> sockets,
        Map<String, ListenerDescriptor> listeners,
        Map<String, ProxyDescriptor> proxies)
        implements OperationResponseBody {

    /** The context of all sockets. */
    public record ContextDescriptor(int ioThreads, int openSockets, boolean terminated) {}

    /** A socket; state is RUNNING while it is open, else CLOSED. Counts go on when it is opened again. */
    public record SocketDescriptor(
            String type,
            String state,
            List<String> bind,
            List<String> connect,
            List<Integer> boundPorts,
            List<String> subscriptions,
            String security,
            List<PeerDescriptor> peers,
            MessagesDescriptor messages,
            BytesDescriptor bytes,
            @Nullable String lastError)
            implements OperationResponseBody {}

    /**
     * A connection.
     *
     * @param routingId what the peer is known as, in hexadecimal digits if it is no plain text; null = nothing
     * @param userId as whom it was authenticated; null = it was not
     */
    public record PeerDescriptor(
            String endpoint,
            String address,
            String state,
            Instant since,
            long reconnects,
            @Nullable String routingId,
            @Nullable String userId) {}

    /** Messages of a socket. */
    public record MessagesDescriptor(long sent, long received, long dropped) {}

    /** Bytes of the frames of a socket. */
    public record BytesDescriptor(long sent, long received) {}

    /** A listener container. */
    public record ListenerDescriptor(
            String socket,
            String info,
            String state,
            int concurrency,
            int inFlight,
            int queued,
            long processed,
            long failed,
            long filtered,
            @Nullable String lastError,
            @Nullable Instant lastMessageAt) {}

    /** A proxy, and what it has passed on. */
    public record ProxyDescriptor(
            String frontend,
            String backend,
            @Nullable String capture,
            String state,
            PassedDescriptor messages,
            PassedDescriptor bytes) {}

    /** What went each way. */
    public record PassedDescriptor(long toBackend, long toFrontend) {}
}
