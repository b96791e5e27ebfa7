package io.zmq4j.spring.integration.inbound;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.core.log.LogAccessor;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessagingException;

/**
 * Answers the requests of one gateway: with the reply of the flow, or of the error flow, or else with what
 * {@link ReplyOnError} says. Counts those that have failed. Thread-safe.
 */
final class Answers {

    private final Object gateway;
    private final String socketName;
    private final Replies replies;
    private final ReplySender sender;
    private final ErrorFlow errors;
    private final LogAccessor logger;
    private final LongAdder failed = new LongAdder();

    Answers(
            Object gateway,
            String socketName,
            Replies replies,
            ReplySender sender,
            ErrorFlow errors,
            LogAccessor logger) {
        this.gateway = gateway;
        this.socketName = socketName;
        this.replies = replies;
        this.sender = sender;
        this.errors = errors;
        this.logger = logger;
    }

    /** Begins the exchange with the client whose request this is. */
    Exchange to(ZmqSocket from, Msg received) {
        return new Exchange(from, received);
    }

    /** Requests that have failed or were not answered in time. */
    long failed() {
        return failed.sum();
    }

    /** Replies that their clients did not get. */
    long undelivered() {
        return sender.undelivered();
    }

    /** One request and whoever answers it; it gets one answer at most. Used by one thread after the other. */
    final class Exchange {

        /** The one that the request came from; a later one of its name is not its client's. */
        private final ZmqSocket from;

        private final Msg received;
        private boolean waits = true;

        private Exchange(ZmqSocket from, Msg received) {
            this.from = from;
            this.received = received;
        }

        /** From now on an answer that finds no room is given up at once. */
        void withoutWaiting() {
            waits = false;
        }

        void reply(Message<?> request, Message<?> reply) {
            try {
                send(reply, replies.of(request, reply));
            } catch (RuntimeException e) {
                // one that cannot be made into frames, or has more of them than the type of the socket takes
                failHere(request, e);
            }
        }

        /** The request could not be made into a message. */
        void failToRead(RuntimeException failure) {
            failHere(replies.raw(received), failure);
        }

        /** Gives the error flow, which nobody has told yet, a chance to answer at once. */
        private void failHere(Message<?> request, RuntimeException failure) {
            if (!errors.isThere()) {
                fail(request, failure);
                return;
            }
            failed.increment();
            try {
                Message<?> answer = errors.answer(request, failure);
                if (answer != null) {
                    send(answer, replies.of(request, answer));
                    return;
                }
            } catch (RuntimeException e) {
                logger.error(e, () -> "the error channel of " + gateway + " has failed");
            }
            answerFailure(request, failure);
        }

        /** The flow has failed or not answered; the error flow, if any, knows. */
        void fail(Message<?> request, Throwable failure) {
            failed.increment();
            if (!errors.isThere()) {
                log(NestedExceptionUtils.getMostSpecificCause(failure));
            }
            answerFailure(request, failure);
        }

        /** The cause alone, and of one with a message only its text: else the payload is printed. */
        private void log(Throwable cause) {
            String text = "a request of " + received.size() + " frames and " + received.byteCount()
                    + " bytes from socket '" + socketName + "' has failed, and there is no error channel";
            if (cause instanceof MessagingException) {
                logger.error(text + ": " + cause.getMessage());
            } else {
                logger.error(cause, text);
            }
        }

        private void answerFailure(Message<?> request, Throwable failure) {
            if (!replies.answersFailures()) {
                return;
            }
            try {
                send(request, replies.ofFailure(request, failure));
            } catch (RuntimeException e) {
                logger.error(e, () -> "no error reply could be made on socket '" + socketName + "'");
            }
        }

        private void send(Message<?> reply, Msg msg) {
            sender.send(from, reply, msg, waits);
        }
    }
}
