package io.zmq4j.spring.listener;

import io.zmq4j.spring.ZmqConversionException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.core.retry.RetryPolicy;
import org.springframework.messaging.MessagingException;
import org.springframework.messaging.converter.MessageConversionException;
import org.springframework.messaging.handler.invocation.MethodArgumentResolutionException;
import org.springframework.util.backoff.BackOffExecution;

/**
 * How often, and after which pauses, a message is given to its listener again, between one start of the container and
 * the next stop. A stop ends every pause at once, and with it the attempts. Thread-safe.
 */
final class Retries {

    private final @Nullable RetryPolicy policy;
    private final Executor executor;
    private final CompletableFuture<Void> stopped = new CompletableFuture<>();

    /**
     * @param policy null = every message gets one attempt
     * @param executor runs the attempts of listeners whose results are asynchronous
     */
    Retries(@Nullable RetryPolicy policy, Executor executor) {
        this.policy = policy;
        this.executor = executor;
    }

    void stop() {
        stopped.complete(null);
    }

    Attempts begin() {
        return new Attempts();
    }

    /** What will fail the same way each time: the message does not fit the listener. */
    private static boolean isFatal(@Nullable Throwable failure) {
        return failure instanceof MessageConversionException
                || failure instanceof ZmqConversionException
                || failure instanceof MethodArgumentResolutionException
                || failure instanceof NoSuchMethodException
                || failure instanceof ClassCastException
                || (failure instanceof MessagingException || failure instanceof CompletionException)
                        && isFatal(failure.getCause());
    }

    /** Those of one message; for one thread after the other. */
    final class Attempts {

        private final long start = policy == null ? 0 : System.nanoTime();
        private int number = 1;
        private @Nullable BackOffExecution pauses;

        /** The present one, from 1. */
        int number() {
            return number;
        }

        /**
         * Waits for the time of the next attempt.
         *
         * @param millis what {@link #pause} said
         * @return whether there still shall be one; false = the container has stopped meanwhile
         */
        boolean await(long millis) {
            try {
                if (millis > 0) {
                    stopped.get(millis, TimeUnit.MILLISECONDS);
                    return false;
                }
            } catch (TimeoutException e) {
                // the pause is over, and nobody has stopped it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            } catch (ExecutionException e) {
                throw new IllegalStateException(e);
            }
            number++;
            return true;
        }

        /**
         * Has the next attempt made when its time has come, on another thread.
         *
         * @param millis what {@link #pause} said
         * @param next is told whether there still shall be one; false = the container has stopped meanwhile
         */
        void schedule(long millis, Consumer<Boolean> next) {
            CompletableFuture<Void> pause =
                    new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
            CompletableFuture.anyOf(pause, stopped)
                    .thenRunAsync(
                            () -> {
                                boolean again = !stopped.isDone();
                                number += again ? 1 : 0;
                                next.accept(again);
                            },
                            executor);
        }

        /** Milliseconds before the next attempt; less than zero = there is none. */
        long pause(Exception failure) {
            if (policy == null || stopped.isDone() || isFatal(failure) || !policy.shouldRetry(failure)) {
                return -1;
            }
            if (pauses == null) {
                pauses = policy.getBackOff().start();
            }
            long millis = pauses.nextBackOff();
            Duration limit = policy.getTimeout();
            boolean tooLate = !limit.isZero()
                    && System.nanoTime() - start + TimeUnit.MILLISECONDS.toNanos(millis) >= limit.toNanos();
            return millis == BackOffExecution.STOP || tooLate ? -1 : millis;
        }
    }
}
