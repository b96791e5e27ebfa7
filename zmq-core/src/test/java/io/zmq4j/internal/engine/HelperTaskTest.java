package io.zmq4j.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.CurveKeys;
import io.zmq4j.internal.crypto.WatchedCrypto;
import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.internal.zmtp.mechanism.CurveClient;
import io.zmq4j.testing.Waiting;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who forgets the secrets of a handshake that is computed, and when. */
@Timeout(60)
class HelperTaskTest {

    private static final CurveKeys KEYS = CurveKeys.generate();

    private final WatchedCrypto watched = new WatchedCrypto();
    private final byte[] secret = KEYS.secretKeyBytes();
    private final CurveClient client =
            new CurveClient(watched.crypto(), KEYS.publicKeyBytes(), secret, KEYS.publicKeyBytes(), new byte[0]);
    private final AtomicInteger done = new AtomicInteger();
    private final HelperTask task = new HelperTask(client.computation(), done::incrementAndGet);

    private void assertForgotten(boolean forgotten) {
        if (forgotten) {
            assertThat(secret).containsOnly(0);
        } else {
            assertThat(secret).isEqualTo(KEYS.secretKeyBytes());
        }
    }

    @Test
    void shouldRunOnceAndKeepTheSecrets() throws ProtocolException {
        task.run();
        task.run();
        assertThat(done).hasValue(1);
        assertForgotten(false);
        client.onComputed();
        assertThat(client.nextCommand()).isNotNull();
    }

    @Test
    void shouldForgetAtOnceWhenNobodyHasBegun() {
        task.abandon();
        assertForgotten(true);
        task.run();
        assertThat(watched.threads()).isEmpty();
        assertThat(done).hasValue(0);
    }

    @Test
    void shouldForgetAtOnceWhenItIsDone() {
        task.run();
        task.abandon();
        assertForgotten(true);
    }

    @Test
    void shouldForgetWhenTheHelperIsDone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        watched.before(() -> {
            begun.countDown();
            await(goOn);
        });
        Thread helper = new Thread(task);
        helper.start();
        await(begun);
        task.abandon();
        assertForgotten(false);
        goOn.countDown();
        helper.join(Waiting.SOON.toMillis());
        assertForgotten(true);
        assertThat(done).as("nobody wants to know").hasValue(0);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(Waiting.SOON.toMillis(), TimeUnit.MILLISECONDS))
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void shouldTellOfAnInternalError() {
        watched.before(() -> {
            throw new IllegalStateException("no random numbers");
        });
        task.run();
        assertThat(done).hasValue(1);
        assertThatThrownBy(client::onComputed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no random numbers");
    }

    @Test
    void shouldTellThatItWasCutOff() {
        watched.before(() -> {
            throw new StackOverflowError("as a test wants it");
        });
        assertThatThrownBy(task::run).isInstanceOf(StackOverflowError.class);
        assertThat(done).hasValue(1);
        assertThatThrownBy(client::onComputed)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not come to its end");
    }
}
