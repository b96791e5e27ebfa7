package io.zmq4j.spring.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.zmq4j.Msg;
import io.zmq4j.SocketClosedException;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqMessagingException;
import io.zmq4j.spring.ZmqReplyTimeoutException;
import io.zmq4j.spring.boot.Outside;
import io.zmq4j.spring.boot.Starter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Thousands of requests under way over one socket, and what happens to them when something goes wrong. */
@Timeout(60)
class ManyRequestsTest {

    private static final int MANY = 10_000;

    private final Outside outside = new Outside();

    @AfterEach
    void close() {
        outside.close();
    }

    private static ApplicationContextRunner client(int port, String... properties) {
        return Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.client.type=dealer",
                        "zmq.sockets.client.connect=tcp://127.0.0.1:" + port,
                        "zmq.sockets.client.send-hwm=20000",
                        "zmq.sockets.client.linger=0s",
                        "zmq.template.reply-timeout=30s")
                .withPropertyValues(properties);
    }

    private static void assertAnswered(List<CompletableFuture<String>> replies) throws Exception {
        for (int i = 0; i < replies.size(); i++) {
            assertThat(replies.get(i).get(30, TimeUnit.SECONDS)).isEqualTo("answer to " + i);
        }
    }

    private static List<CompletableFuture<String>> ask(ZmqTemplate template, int count) {
        List<CompletableFuture<String>> replies = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            replies.add(template.requestAsync("client", String.valueOf(i), String.class));
        }
        return replies;
    }

    @Test
    void shouldGiveEveryReplyToItsRequestWhenARouterAnswersInAnyOrder() {
        // mandatory: it waits for room where it would else drop replies
        ZmqSocket router = outside.bind(SocketType.ROUTER, config -> config.routerMandatory(true));
        client(Outside.port(router)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            CompletableFuture<Void> service = CompletableFuture.runAsync(() -> {
                List<Msg> requests = new ArrayList<>();
                for (int i = 0; i < MANY; i++) {
                    requests.add(router.receive());
                }
                Collections.shuffle(requests);
                for (Msg request : requests) {
                    List<byte[]> reply = new ArrayList<>(request.frames().subList(0, request.size() - 1));
                    reply.add(("answer to " + request.string(request.size() - 1)).getBytes());
                    router.send(Msg.of(reply));
                }
            });

            List<CompletableFuture<String>> replies = ask(template, MANY);
            // all of them wait at once: the service answers none before it has the last one
            service.get(30, TimeUnit.SECONDS);
            assertAnswered(replies);

            assertThat(template.pendingRequests("client")).isZero();
            assertThat(template.lateReplies("client")).isZero();
        });
    }

    @Test
    void shouldGiveEveryReplyToItsRequestWhenARepAnswersInTurn() {
        ZmqSocket rep = outside.bind(SocketType.REP);
        client(Outside.port(rep)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            CompletableFuture.runAsync(() -> {
                for (int i = 0; i < MANY; i++) {
                    rep.send(Msg.of("answer to " + rep.receive().string(0)));
                }
            });

            assertAnswered(ask(template, MANY));
            assertThat(template.pendingRequests("client")).isZero();
        });
    }

    @Test
    void shouldTimeOutEveryRequestAndCountEveryLateReply() {
        ZmqSocket router = outside.bind(SocketType.ROUTER);
        client(Outside.port(router), "zmq.template.reply-timeout=50ms").run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            List<CompletableFuture<String>> replies = ask(template, 1_000);
            for (CompletableFuture<String> reply : replies) {
                assertThatThrownBy(() -> reply.get(30, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasCauseInstanceOf(ZmqReplyTimeoutException.class);
            }
            assertThat(template.pendingRequests("client")).isZero();

            for (int i = 0; i < 1_000; i++) {
                router.send(router.receive());
            }
            await().until(() -> template.lateReplies("client") == 1_000);
        });
    }

    @Test
    void shouldAnswerRequestsOfAfterwardsWhenTheServerComesBack() {
        ZmqSocket first = outside.bind(SocketType.REP);
        int port = Outside.port(first);
        client(port, "zmq.sockets.client.reconnect.interval=10ms").run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            CompletableFuture<String> lost =
                    template.requestAsync("client", "lost", String.class, Duration.ofMillis(500));
            first.receive();
            first.close();
            try (Outside again = new Outside()) {
                ZmqSocket second = again.bindTo(SocketType.REP, port);
                Thread service = new Thread(() -> {
                    try {
                        while (true) {
                            second.send(Msg.of("answer to " + second.receive().string(0)));
                        }
                    } catch (SocketClosedException | io.zmq4j.ZmqTimeoutException e) {
                        // the end of the test
                    }
                });
                service.start();

                assertAnswered(ask(template, 1_000));
                assertThatThrownBy(() -> lost.get(5, TimeUnit.SECONDS))
                        .hasCauseInstanceOf(ZmqReplyTimeoutException.class);
            }
        });
    }

    @Test
    void shouldKeepTheInterruptAndServeOthersWhenOneWhoWaitsIsInterrupted() {
        ZmqSocket router = outside.bind(SocketType.ROUTER);
        client(Outside.port(router)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            AtomicReference<Throwable> failure = new AtomicReference<>();
            AtomicReference<Boolean> flag = new AtomicReference<>();
            Thread waiting = new Thread(() -> {
                try {
                    template.request("client", "x", String.class);
                } catch (RuntimeException e) {
                    failure.set(e);
                    flag.set(Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            Msg abandoned = router.receive();

            waiting.interrupt();
            waiting.join(5_000);

            assertThat(failure.get()).isInstanceOf(ZmqMessagingException.class).hasMessageContaining("interrupted");
            assertThat(flag.get()).isTrue();
            assertThat(template.pendingRequests("client")).isZero();
            router.send(abandoned);
            CompletableFuture<String> next = template.requestAsync("client", "next", String.class);
            router.send(router.receive());
            assertThat(next.get(5, TimeUnit.SECONDS)).isEqualTo("next");
            assertThat(template.lateReplies("client")).isEqualTo(1);
        });
    }

    /** With a carrier pinned by each thread that waits, the last requests would never be sent. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void shouldPinNoCarrierWhenVirtualThreadsWait() {
        int threads = 2_000;
        // mandatory: it waits for room where it would else drop replies
        ZmqSocket router = outside.bind(SocketType.ROUTER, config -> config.routerMandatory(true));
        client(Outside.port(router)).run(context -> {
            ZmqTemplate template = context.getBean(ZmqTemplate.class);
            CompletableFuture<Void> service = CompletableFuture.runAsync(() -> {
                List<Msg> requests = new ArrayList<>();
                for (int i = 0; i < threads; i++) {
                    requests.add(router.receive());
                }
                requests.forEach(router::send);
            });
            ExecutorService virtual = (ExecutorService)
                    Executors.class.getMethod("newVirtualThreadPerTaskExecutor").invoke(null);
            List<Future<String>> replies = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                String text = String.valueOf(i);
                replies.add(virtual.submit(() -> template.request("client", text, String.class)));
            }

            service.get(30, TimeUnit.SECONDS);
            for (int i = 0; i < threads; i++) {
                assertThat(replies.get(i).get(10, TimeUnit.SECONDS)).isEqualTo(String.valueOf(i));
            }
            virtual.shutdown();
        });
    }
}
