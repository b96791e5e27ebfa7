package io.zmq4j.spring.integration.example;

import io.zmq4j.SocketType;
import io.zmq4j.spring.FrameMode;
import io.zmq4j.spring.TestPorts;
import io.zmq4j.spring.integration.TestFlows;
import io.zmq4j.spring.integration.dsl.Zmq;
import io.zmq4j.spring.integration.dsl.ZmqInboundChannelAdapterSpec;
import io.zmq4j.spring.integration.dsl.ZmqOutboundChannelAdapterSpec;
import io.zmq4j.spring.integration.inbound.ZmqInboundGateway;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.store.MessageGroup;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

/**
 * Three services: the front has a gateway for requests, splits them into words and sends the answers; workers, of which
 * there may be any number, make a word upper case; the join waits for all words of a request. Each is an application with
 * a ZeroMQ context of its own, and all that they share are three endpoints.
 *
 * <p>The front tells the join of each request, so that the join can tell it apart from nothing when all its words are
 * lost with a worker: it then answers {@link #FAILED}.
 */
final class Services {

    static final String FAILED = "failed";

    private static final String REPLY_TO = "app_replyTo";
    private static final String REQUEST = "app_request";
    private static final String WORDS = "app_words";
    private static final String INDEX = "app_index";
    private static final int MAX_IN_FLIGHT = 100;
    private static final long WORK_NANOS = 1_000_000;
    private static final String TICKET = "ticket";

    private final String work = TestPorts.freeEndpoint();
    private final String results = TestPorts.freeEndpoint();
    private final String answers = TestPorts.freeEndpoint();
    private final Duration giveUp;

    /** @param giveUp how long the join waits for the words of a request */
    Services(Duration giveUp) {
        this.giveUp = giveUp;
    }

    private static ZmqInboundChannelAdapterSpec pull(TestFlows flows) {
        return Zmq.inboundChannelAdapter(flows.zmq, SocketType.PULL)
                .frames(FrameMode.HEADERS_PAYLOAD)
                .payloadType(String.class);
    }

    private static ZmqOutboundChannelAdapterSpec push(TestFlows flows) {
        return Zmq.outboundChannelAdapter(flows.zmq, SocketType.PUSH).frames(FrameMode.HEADERS_PAYLOAD);
    }

    /** The front, and where its clients connect. */
    record Front(TestFlows flows, int port) {}

    Front front() {
        TestFlows flows = new TestFlows();
        flows.flow("requests", () -> IntegrationFlow.from(Zmq.inboundGateway(flows.zmq)
                        .bind(TestPorts.ANY)
                        .payloadType(String.class)
                        .maxInFlight(MAX_IN_FLIGHT)
                        .id("gateway"))
                .enrichHeaders(headers -> headers.headerChannelsToString())
                .transform(Message.class, Services::identified)
                .publishSubscribeChannel(channel -> channel.subscribe(ticket -> ticket.transform(text -> TICKET)
                                .handle(push(flows).connect(results)))
                        .subscribe(words -> words.split(Message.class, Services::words)
                                .handle(push(flows).bind(work))))
                .get());
        flows.flow("answers", () -> IntegrationFlow.from(pull(flows).bind(answers))
                .enrichHeaders(
                        headers -> headers.headerFunction(MessageHeaders.REPLY_CHANNEL, answer -> answer.getHeaders()
                                .get(REPLY_TO)))
                .bridge()
                .get());
        flows.start();
        return new Front(
                flows,
                flows.application.getBean("gateway", ZmqInboundGateway.class).getBoundPort());
    }

    /** A request is what the client calls it, a colon, and words. The name of its reply channel travels along. */
    private static Message<?> identified(Message<?> request) {
        String[] parts = ((String) request.getPayload()).split(":");
        return MessageBuilder.withPayload(parts[1])
                .setHeader(REPLY_TO, request.getHeaders().get(MessageHeaders.REPLY_CHANNEL))
                .setHeader(REQUEST, parts[0])
                .setHeader(WORDS, parts[1].split(" ").length)
                .build();
    }

    private static List<Message<?>> words(Message<?> request) {
        List<Message<?>> words = new ArrayList<>();
        for (String word : ((String) request.getPayload()).split(" ")) {
            words.add(MessageBuilder.withPayload(word)
                    .copyHeaders(request.getHeaders())
                    .setHeader(INDEX, words.size())
                    .build());
        }
        return words;
    }

    TestFlows worker() {
        TestFlows flows = new TestFlows();
        return flows.flow("work", () -> IntegrationFlow.from(pull(flows).connect(work))
                        .<String, String>transform(Services::work)
                        .handle(push(flows).connect(results))
                        .get())
                .start();
    }

    /** Takes a while, so that words queue up at a worker, and are lost with it. */
    private static String work(String word) {
        LockSupport.parkNanos(WORK_NANOS);
        return word.toUpperCase(Locale.ROOT);
    }

    TestFlows join() {
        TestFlows flows = new TestFlows();
        return flows.flow("join", () -> IntegrationFlow.from(pull(flows).bind(results))
                        .aggregate(group -> group.correlationStrategy(
                                        word -> word.getHeaders().get(REPLY_TO))
                                .releaseStrategy(Services::isComplete)
                                .groupTimeout(giveUp.toMillis())
                                .sendPartialResultOnExpiry(true)
                                .expireGroupsUponCompletion(true)
                                .outputProcessor(Services::answer))
                        .handle(push(flows).connect(answers))
                        .get())
                .start();
    }

    private static boolean isComplete(MessageGroup group) {
        return group.size()
                == 1 + Integer.parseInt((String) group.getOne().getHeaders().get(WORDS));
    }

    private static Message<?> answer(MessageGroup group) {
        String words = group.getMessages().stream()
                .filter(message -> message.getHeaders().containsKey(INDEX))
                .sorted(Comparator.comparing(
                        message -> Integer.valueOf((String) message.getHeaders().get(INDEX))))
                .map(message -> (String) message.getPayload())
                .collect(Collectors.joining(" "));
        Message<?> one = group.getOne();
        return MessageBuilder.withPayload(one.getHeaders().get(REQUEST) + ":" + (isComplete(group) ? words : FAILED))
                .setHeader(REPLY_TO, one.getHeaders().get(REPLY_TO))
                .build();
    }
}
