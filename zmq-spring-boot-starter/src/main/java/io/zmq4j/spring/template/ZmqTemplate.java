package io.zmq4j.spring.template;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.MsgMapper;
import io.zmq4j.spring.ZmqErrorReplyException;
import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqSendTimeoutException;
import io.zmq4j.spring.ZmqSocketSpec;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.request.Deadline;
import io.zmq4j.spring.request.Requesters;
import io.zmq4j.spring.template.ZmqTemplateOperation.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.BeanNameAware;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.messaging.Message;
import org.springframework.messaging.core.AbstractMessagingTemplate;
import org.springframework.messaging.core.MessagePostProcessor;
import org.springframework.messaging.support.GenericMessage;

/**
 * The {@link ZmqOperations} over {@link ZmqSockets}. Thread-safe once configured; the setters are for the time before
 * its first use.
 */
public class ZmqTemplate extends AbstractMessagingTemplate<String>
        implements ZmqOperations, BeanNameAware, DisposableBean {

    private final ZmqSockets sockets;
    private final MsgMapper mapper;
    private final Requesters requesters;
    private final Map<String, Duration> replyTimeouts = new ConcurrentHashMap<>();
    private volatile Duration replyTimeout = Duration.ofSeconds(5);
    private volatile Duration receiveTimeout = Duration.ofSeconds(5);
    private volatile Executor executor = ForkJoinPool.commonPool();
    private volatile String name = "zmqTemplate";
    private volatile @Nullable TemplateObservation observation;

    public ZmqTemplate(ZmqSockets sockets, MsgMapper mapper) {
        this.sockets = sockets;
        this.mapper = mapper.withIds(false);
        this.requesters = new Requesters(sockets);
    }

    /** How long requests wait for their replies where nothing else is said; negative = for ever; default 5 s. */
    public void setReplyTimeout(Duration timeout) {
        replyTimeout = timeout;
    }

    /** How long requests over the socket of this name wait for their replies; negative = for ever. */
    public void setReplyTimeout(String socket, Duration timeout) {
        replyTimeouts.put(socket, timeout);
    }

    /** How long a receive waits that has no timeout of its own; negative = for ever; default 5 s. */
    public void setReceiveTimeout(Duration timeout) {
        receiveTimeout = timeout;
    }

    /** How many requests of one socket may be under way at once, from 1; one more is refused. Default 10,000. */
    public void setMaxPendingRequests(int count) {
        requesters.maxPending(count);
    }

    /** Runs what follows {@link #requestAsync}; default: the common pool. */
    public void setExecutor(Executor executor) {
        this.executor = executor;
    }

    /** Names the template to its observer; default {@code zmqTemplate}. */
    @Override
    public void setBeanName(String name) {
        this.name = name;
    }

    /** Is told of everything that is sent; null = nobody is, which is the default. */
    public void setObserver(@Nullable ZmqTemplateObserver observer) {
        observation = observer == null ? null : new TemplateObservation(() -> name, observer);
    }

    /** Replies over the socket of this name that came when nobody waited for them any more. */
    public long lateReplies(String socket) {
        return requesters.lateReplies(socket);
    }

    /** Requests over the socket of this name that wait for their replies. */
    public int pendingRequests(String socket) {
        return requesters.pending(socket);
    }

    @Override
    public void send(String destination, byte[]... frames) {
        ZmqDestination target = ZmqDestination.of(destination);
        ZmqSocketSpec spec = sockets.spec(target.socket());
        Msg msg = frames(target, spec, frames);
        TemplateObservation.Operation operation = begin(Kind.SEND, target, spec, null, 0);
        if (operation == null) {
            sendFrames(target, msg, frames);
            return;
        }
        operation.made(msg);
        operation.run(() -> sendFrames(target, msg, frames));
    }

    private void sendFrames(ZmqDestination target, Msg msg, byte[][] frames) {
        ZmqSocket socket = sockets.get(target.socket());
        if (!socket.send(msg, socket.config().sendTimeout())) {
            throw new ZmqSendTimeoutException(
                    new GenericMessage<>(List.of(frames)),
                    target.socket(),
                    socket.config().sendTimeout());
        }
    }

    @Override
    public boolean trySend(String destination, byte[]... frames) {
        ZmqDestination target = ZmqDestination.of(destination);
        ZmqSocketSpec spec = sockets.spec(target.socket());
        Msg msg = frames(target, spec, frames);
        TemplateObservation.Operation operation = begin(Kind.SEND, target, spec, null, 0);
        if (operation == null) {
            return sockets.get(target.socket()).trySend(msg);
        }
        operation.made(msg);
        try {
            boolean taken = sockets.get(target.socket()).trySend(msg);
            operation.ended(
                    taken
                            ? null
                            : new ZmqSendTimeoutException(
                                    new GenericMessage<>(List.of(frames)), target.socket(), Duration.ZERO));
            return taken;
        } catch (RuntimeException | Error e) {
            operation.ended(e);
            throw e;
        }
    }

    private static Msg frames(ZmqDestination target, ZmqSocketSpec spec, byte[][] frames) {
        Msg msg = Msg.of(frames);
        if (target.topic() == null) {
            return msg;
        }
        return spec.type() == SocketType.RADIO
                ? msg.withGroup(target.topic())
                : msg.prepend(target.topic().getBytes(StandardCharsets.UTF_8));
    }

    /** @return null = nobody observes */
    private TemplateObservation.@Nullable Operation begin(
            Kind kind, ZmqDestination target, ZmqSocketSpec spec, @Nullable Message<?> message, int messages) {
        TemplateObservation observed = observation;
        return observed == null ? null : observed.begin(kind, spec, target.topic(), message, messages);
    }

    /** Sends it to the destination in header {@link ZmqHeaders#SOCKET}, or else to the default one. */
    @Override
    public void send(Message<?> message) {
        send(destination(message), message);
    }

    /** Asks the destination in header {@link ZmqHeaders#SOCKET}, or else the default one. */
    @Override
    public @Nullable Message<?> sendAndReceive(Message<?> request) {
        return sendAndReceive(destination(request), request);
    }

    private String destination(Message<?> message) {
        Object named = message.getHeaders().get(ZmqHeaders.SOCKET);
        if (named == null) {
            return getRequiredDefaultDestination();
        }
        if (named instanceof String destination) {
            return destination;
        }
        throw new ZmqMessagingException("header " + ZmqHeaders.SOCKET + " is of type "
                + named.getClass().getName() + ", allowed: String, as socket or socket/topic");
    }

    @Override
    protected void doSend(String destination, Message<?> message) {
        ZmqDestination target = ZmqDestination.of(destination);
        ZmqSocketSpec spec = sockets.spec(target.socket());
        TemplateObservation.Operation operation = begin(Kind.SEND, target, spec, message, 0);
        if (operation == null) {
            sendMsg(target, mapper.toMsg(message, spec, target.topic(), null), message);
            return;
        }
        operation.run(() -> {
            Msg msg = mapper.toMsg(operation.withHeaders(message), spec, target.topic(), null);
            operation.made(msg);
            sendMsg(target, msg, message);
        });
    }

    private void sendMsg(ZmqDestination target, Msg msg, Message<?> message) {
        ZmqSocket socket = sockets.get(target.socket());
        Duration timeout = socket.config().sendTimeout();
        if (!socket.send(msg, timeout)) {
            throw new ZmqSendTimeoutException(message, target.socket(), timeout);
        }
    }

    @Override
    public void sendBatch(String destination, Collection<?> payloads) {
        ZmqDestination target = ZmqDestination.of(destination);
        ZmqSocketSpec spec = sockets.spec(target.socket());
        TemplateObservation.Operation operation = begin(Kind.SEND, target, spec, null, payloads.size());
        if (operation == null) {
            sendAll(target, payloads, msgs(target, spec, payloads, null));
        } else {
            operation.run(() -> sendAll(target, payloads, msgs(target, spec, payloads, operation)));
        }
    }

    private List<Msg> msgs(
            ZmqDestination target,
            ZmqSocketSpec spec,
            Collection<?> payloads,
            TemplateObservation.@Nullable Operation operation) {
        List<Msg> msgs = new ArrayList<>(payloads.size());
        for (Object payload : payloads) {
            Message<?> message = toMessage(payload, Map.of());
            Msg msg = mapper.toMsg(
                    operation == null ? message : operation.withHeaders(message), spec, target.topic(), null);
            if (operation != null) {
                operation.made(msg);
            }
            msgs.add(msg);
        }
        return msgs;
    }

    private void sendAll(ZmqDestination target, Collection<?> payloads, List<Msg> msgs) {
        ZmqSocket socket = sockets.get(target.socket());
        Duration timeout = socket.config().sendTimeout();
        Deadline deadline = Deadline.after(timeout);
        int taken = 0;
        while (taken < msgs.size()) {
            int more =
                    socket.sendAll(msgs.subList(taken, msgs.size()), taken == 0 ? timeout : deadline.atMost(timeout));
            if (more == 0) {
                throw new ZmqSendTimeoutException(
                        new GenericMessage<>(List.copyOf(payloads)), target.socket(), timeout, taken, msgs.size());
            }
            taken += more;
        }
    }

    @Override
    public CompletableFuture<Void> sendAsync(String destination, Object payload) {
        ZmqDestination target = ZmqDestination.of(destination);
        ZmqSocketSpec spec = sockets.spec(target.socket());
        Message<?> message = toMessage(payload, Map.of());
        TemplateObservation.Operation operation = begin(Kind.SEND, target, spec, message, 0);
        try {
            Msg msg = mapper.toMsg(
                    operation == null ? message : operation.withHeaders(message), spec, target.topic(), null);
            if (operation != null) {
                operation.made(msg);
            }
            CompletableFuture<Void> sent = sockets.get(target.socket()).trySend(msg)
                    ? CompletableFuture.completedFuture(null)
                    : CompletableFuture.runAsync(() -> sendMsg(target, msg, message), executor);
            return operation == null ? sent : sent.whenComplete((done, failure) -> operation.ended(cause(failure)));
        } catch (RuntimeException | Error e) {
            if (operation != null) {
                operation.ended(e);
            }
            throw e;
        }
    }

    private static @Nullable Throwable cause(@Nullable Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    @Override
    public void publish(String socket, String topic, Object payload) {
        send(socket, toMessage(payload, Map.of(ZmqHeaders.TOPIC, topic)));
    }

    @Override
    protected @Nullable Message<?> doReceive(String destination) {
        return receive(ZmqDestination.of(destination).socket(), receiveTimeout);
    }

    private @Nullable ReceivedMessage receive(String name, Duration timeout) {
        ZmqSocketSpec spec = sockets.spec(name);
        Msg msg = sockets.get(name).receive(timeout);
        return msg == null ? null : new ReceivedMessage(mapper.toMessage(msg, spec), msg, spec);
    }

    @Override
    public <T> @Nullable T receiveAndConvert(String destination, Class<T> type, Duration timeout) {
        ReceivedMessage message = receive(ZmqDestination.of(destination).socket(), timeout);
        return message == null ? null : doConvert(message, type);
    }

    @Override
    protected @Nullable Message<?> doSendAndReceive(String destination, Message<?> request) {
        return exchange(destination, request, null);
    }

    /** As inherited, but the reply is converted as its frames are, not by the converter of messages. */
    @Override
    public <T> @Nullable T convertSendAndReceive(
            String destination,
            Object request,
            @Nullable Map<String, Object> headers,
            Class<T> targetClass,
            @Nullable MessagePostProcessor postProcessor) {
        ReceivedMessage reply = exchange(destination, doConvert(request, headers, postProcessor), null);
        return convert(reply, ParameterizedTypeReference.forType(targetClass));
    }

    private ReceivedMessage exchange(String destination, Message<?> request, @Nullable Duration timeout) {
        ZmqDestination target = ZmqDestination.of(destination);
        ZmqSocketSpec spec = Requesters.bodySpec(sockets.spec(target.socket()));
        TemplateObservation.Operation operation = begin(Kind.REQUEST, target, spec, request, 0);
        return operation == null
                ? exchange(target, spec, body(target, spec, request, null), request, timeout)
                : operation.call(
                        () -> exchange(target, spec, body(target, spec, request, operation), request, timeout));
    }

    private Msg body(
            ZmqDestination target,
            ZmqSocketSpec spec,
            Message<?> request,
            TemplateObservation.@Nullable Operation operation) {
        if (operation == null) {
            return mapper.toMsg(request, spec, target.topic(), null);
        }
        Msg body = mapper.toMsg(operation.withHeaders(request), spec, target.topic(), null);
        operation.made(body);
        return body;
    }

    private ReceivedMessage exchange(
            ZmqDestination target, ZmqSocketSpec spec, Msg body, Message<?> request, @Nullable Duration timeout) {
        Msg reply = requesters
                .get(target.socket(), executor)
                .request(body, request, timeout == null ? replyTimeout(target.socket()) : timeout);
        return reply(reply, spec);
    }

    /** A service tells of its failure in a header frame, where the frame mode has one. */
    private ReceivedMessage reply(Msg reply, ZmqSocketSpec spec) {
        Message<?> message = mapper.toMessage(reply, spec);
        ZmqErrorReplyException error = ZmqErrorReplyException.in(message, message, spec.name());
        if (error != null) {
            throw error;
        }
        return new ReceivedMessage(message, reply, spec);
    }

    @Override
    public <T> @Nullable T request(
            String destination, Object payload, ParameterizedTypeReference<T> replyType, @Nullable Duration timeout) {
        return convert(exchange(destination, toMessage(payload, Map.of()), timeout), replyType);
    }

    @Override
    public <T> CompletableFuture<T> requestAsync(
            String destination, Object payload, ParameterizedTypeReference<T> replyType, @Nullable Duration timeout) {
        ZmqDestination target = ZmqDestination.of(destination);
        ZmqSocketSpec spec = Requesters.bodySpec(sockets.spec(target.socket()));
        Message<?> request = toMessage(payload, Map.of());
        TemplateObservation.Operation operation = begin(Kind.REQUEST, target, spec, request, 0);
        try {
            CompletableFuture<T> result = requesters
                    .get(target.socket(), executor)
                    .requestAsync(
                            body(target, spec, request, operation),
                            request,
                            timeout == null ? replyTimeout(target.socket()) : timeout)
                    .thenApplyAsync(reply -> convert(reply(reply, spec), replyType), executor);
            return operation == null ? result : result.whenComplete((done, failure) -> operation.ended(cause(failure)));
        } catch (RuntimeException | Error e) {
            if (operation != null) {
                operation.ended(e);
            }
            throw e;
        }
    }

    private Duration replyTimeout(String socket) {
        return replyTimeouts.getOrDefault(socket, replyTimeout);
    }

    @Override
    public <T> @Nullable T execute(String socket, ZmqCallback<T> callback) {
        return callback.doWithSocket(sockets.get(socket));
    }

    /**
     * Leaves the payload as it is, because the mapper converts it together with the headers and frames of the socket.
     */
    @Override
    protected Message<?> doConvert(
            Object payload, @Nullable Map<String, Object> headers, @Nullable MessagePostProcessor postProcessor) {
        Message<?> message = toMessage(payload, headers == null ? Map.of() : headers);
        return postProcessor == null ? message : postProcessor.postProcessMessage(message);
    }

    private static Message<?> toMessage(Object payload, Map<String, Object> headers) {
        return new GenericMessage<>(payload, headers.isEmpty() ? SentHeaders.NONE : new SentHeaders(headers));
    }

    @Override
    protected <T> @Nullable T doConvert(Message<?> message, Class<T> targetClass) {
        return message instanceof ReceivedMessage received
                ? convert(received, ParameterizedTypeReference.forType(targetClass))
                : super.doConvert(message, targetClass);
    }

    @SuppressWarnings("unchecked")
    private <T> T convert(ReceivedMessage message, ParameterizedTypeReference<T> type) {
        return (T) mapper.toMessage(message.msg(), message.spec(), type).getPayload();
    }

    /** Ends the requests that wait; the sockets belong to {@link ZmqSockets}. */
    @Override
    public void destroy() {
        requesters.close();
    }
}
