package io.zmq4j.spring.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HandOffTest {

    private final HandOff<String> queue = new HandOff<>(2);
    private final List<String> taken = new ArrayList<>();

    @Test
    void shouldGiveItemsInOrderWhenSeveralAreTakenAtOnce() {
        queue.put("a");
        queue.put("b");
        assertThat(queue.size()).isEqualTo(2);
        assertThat(queue.take(taken, 1)).isEqualTo(1);
        queue.put("c");
        assertThat(queue.take(taken, 10)).isEqualTo(2);
        assertThat(taken).containsExactly("a", "b", "c");
    }

    @Test
    void shouldHoldUpTheWriterWhenItIsFull() throws Exception {
        queue.put("a");
        queue.put("b");
        Thread writer = new Thread(() -> queue.put("c"));
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);
        assertThat(queue.size()).isEqualTo(2);

        queue.take(taken, 1);

        writer.join(5_000);
        assertThat(writer.isAlive()).isFalse();
        assertThat(queue.size()).isEqualTo(2);
    }

    @Test
    void shouldHoldUpTheReaderWhenItIsEmpty() throws Exception {
        CompletableFuture<Integer> reader = CompletableFuture.supplyAsync(() -> queue.take(taken, 1));
        queue.put("a");
        assertThat(reader.get(5, TimeUnit.SECONDS)).isEqualTo(1);
    }

    @Test
    void shouldStillGiveWhatItHasWhenClosed() {
        queue.put("a");
        queue.close();
        assertThat(queue.put("b")).isFalse();
        assertThat(queue.take(taken, 5)).isEqualTo(1);
        assertThat(queue.take(taken, 5)).isZero();
    }

    @Test
    void shouldDropWhatItHasAndFreeTheWriterWhenAbandoned() throws Exception {
        queue.put("a");
        queue.put("b");
        CompletableFuture<Boolean> writer = CompletableFuture.supplyAsync(() -> queue.put("c"));
        assertThat(queue.abandon()).isEqualTo(2);
        assertThat(writer.get(5, TimeUnit.SECONDS)).isFalse();
        assertThat(queue.take(taken, 5)).isZero();
    }

    @Test
    void shouldKeepItemAndInterruptWhenWriterIsInterrupted() throws Exception {
        queue.put("a");
        queue.put("b");
        CompletableFuture<Boolean> flag = new CompletableFuture<>();
        Thread writer = new Thread(() -> {
            queue.put("c");
            flag.complete(Thread.currentThread().isInterrupted());
        });
        writer.start();
        await().until(() -> writer.getState() == Thread.State.WAITING);
        writer.interrupt();

        queue.take(taken, 2);

        assertThat(flag.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(queue.take(taken, 1)).isEqualTo(1);
        assertThat(taken).containsExactly("a", "b", "c");
    }
}
