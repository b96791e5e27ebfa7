package io.zmq4j.spring.annotation;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.spring.boot.Starter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.messaging.handler.annotation.SendTo;
import reactor.core.publisher.Mono;

/** Declarations that do not fit together end the start of the application, with a message that says why. */
class ListenerDeclarationTest {

    @ZmqListener("pull")
    static class OnType {}

    static class Nothing {
        @ZmqListener
        void on(String text) {}
    }

    static class NamedAndInline {
        @ZmqListener(socket = "pull", bind = "inproc://x")
        void on(String text) {}
    }

    static class WrongType {
        @ZmqListener(type = "pul", bind = "inproc://x")
        void on(String text) {}
    }

    static class WrongEndpoint {
        @ZmqListener(type = "pull", bind = "x")
        void on(String text) {}
    }

    static class NoEndpoint {
        @ZmqListener(type = "pull")
        void on(String text) {}
    }

    static class Unknown {
        @ZmqListener("other")
        void on(String text) {}
    }

    static class NotReceiving {
        @ZmqListener("push")
        void on(String text) {}
    }

    static class Concurrency {
        @ZmqListener(socket = "pull", concurrency = "many")
        void on(String text) {}
    }

    static class NoConcurrency {
        @ZmqListener(socket = "pull", concurrency = "0")
        void on(String text) {}
    }

    static class ConcurrentRep {
        @ZmqListener(socket = "rep", concurrency = "2")
        void on(String text) {}
    }

    static class AutoStartup {
        @ZmqListener(socket = "pull", autoStartup = "maybe")
        void on(String text) {}
    }

    static class Batch {
        @ZmqListener(socket = "pull", batch = "true")
        void on(String text) {}
    }

    static class BatchWithResult {
        @ZmqListener(socket = "pull", batch = "true")
        String on(List<Msg> all) {
            return "";
        }
    }

    static class BatchOfRequests {
        @ZmqListener(socket = "router", batch = "true")
        void on(List<Msg> all) {}
    }

    static class Filter {
        @ZmqListener(socket = "pull", filter = "nobody")
        void on(String text) {}
    }

    static class Executor {
        @ZmqListener(socket = "pull", executor = "nobody")
        void on(String text) {}
    }

    static class Result {
        @ZmqListener("pull")
        String on(String text) {
            return text;
        }
    }

    static class Reactive {
        @ZmqListener("pull")
        Mono<String> on(String text) {
            return Mono.just(text);
        }
    }

    static class SendToUnknown {
        @ZmqListener("pull")
        @SendTo("other/topic")
        String on(String text) {
            return text;
        }
    }

    static class SendToTwo {
        @ZmqListener("pull")
        @SendTo({"push", "rep"})
        String on(String text) {
            return text;
        }
    }

    static class SendToReceiver {
        @ZmqListener("router")
        @SendTo("pull")
        String on(String text) {
            return text;
        }
    }

    static class Subscribe {
        @ZmqListener(socket = "pull", subscribe = "a")
        void on(String text) {}
    }

    static class Two {
        @ZmqListener(socket = "pull", id = "one")
        void one(String text) {}

        @ZmqListener(socket = "pull", id = "two")
        void two(String text) {}
    }

    static class SameId {
        @ZmqListener(socket = "pull", id = "same")
        void one(String text) {}

        @ZmqListener(socket = "rep", id = "same")
        void two(String text) {}
    }

    static class IdOfBean {
        @ZmqListener(socket = "pull", id = "zmqTemplate")
        void one(String text) {}
    }

    static Stream<Arguments> declarations() {
        return Stream.of(
                Arguments.of(OnType.class, "the class has no method with @ZmqHandler"),
                Arguments.of(Nothing.class, "it names no socket"),
                Arguments.of(NamedAndInline.class, "it has socket 'pull' and also type, bind or connect"),
                Arguments.of(WrongType.class, "socket type 'pul' is unknown"),
                Arguments.of(WrongEndpoint.class, "bind is 'x': it is no endpoint"),
                Arguments.of(NoEndpoint.class, "bind and connect are both empty"),
                Arguments.of(Unknown.class, "socket 'other' is unknown, allowed: [pull, push, rep, router]"),
                Arguments.of(NotReceiving.class, "(PUSH): a socket of this type receives nothing"),
                Arguments.of(Concurrency.class, "concurrency is 'many', allowed: a whole number from 1"),
                Arguments.of(NoConcurrency.class, "concurrency is '0', allowed: a whole number from 1"),
                Arguments.of(ConcurrentRep.class, "concurrency is 2, allowed: 1, as a REP"),
                Arguments.of(AutoStartup.class, "autoStartup is 'maybe', allowed: true or false"),
                Arguments.of(Batch.class, "batch is 'true', allowed: only on a method with a List parameter"),
                Arguments.of(BatchWithResult.class, "a batch listener returns java.lang.String, allowed: void"),
                Arguments.of(BatchOfRequests.class, "batch is set, allowed: no batch"),
                Arguments.of(Filter.class, "filter is 'nobody', allowed: the name of a bean of type"),
                Arguments.of(Executor.class, "executor is 'nobody', allowed: the name of a bean of type"),
                Arguments.of(Result.class, "it returns java.lang.String, which a PULL socket cannot send back"),
                Arguments.of(
                        Reactive.class, "it returns reactor.core.publisher.Mono, which a PULL socket cannot send back"),
                Arguments.of(SendToUnknown.class, "socket 'other' is unknown"),
                Arguments.of(SendToTwo.class, "@SendTo has 2 destinations, allowed: one"),
                Arguments.of(SendToReceiver.class, "@SendTo names socket 'pull' of type PULL"),
                Arguments.of(Subscribe.class, "subscribe is [a], allowed: nothing, except on SUB"),
                Arguments.of(Two.class, "both read socket 'pull' (PULL), where each message goes to one reader"),
                Arguments.of(SameId.class, "id is 'same', allowed: an id that no other listener has"),
                Arguments.of(IdOfBean.class, "listener id 'zmqTemplate' is taken by another listener or bean"));
    }

    @ParameterizedTest
    @MethodSource("declarations")
    void shouldRefuseToStartWhenDeclarationDoesNotFit(Class<?> listener, String reason) {
        Starter.runner()
                .withPropertyValues(
                        "zmq.sockets.pull.type=pull",
                        "zmq.sockets.pull.bind=inproc://pull",
                        "zmq.sockets.push.type=push",
                        "zmq.sockets.push.bind=inproc://push",
                        "zmq.sockets.rep.type=rep",
                        "zmq.sockets.rep.bind=inproc://rep",
                        "zmq.sockets.router.type=router",
                        "zmq.sockets.router.bind=inproc://router")
                .withUserConfiguration(listener)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(reason));
    }
}
