package io.zmq4j.internal.zmtp.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.internal.zmtp.ProtocolException;
import io.zmq4j.testing.Waiting;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who forgets the secrets, and when. */
@Timeout(60)
class ComputationTest {

    private final List<String> events = Collections.synchronizedList(new ArrayList<>());

    private Computation computation(Computation.Task task) {
        return new Computation(task, () -> events.add("wiped"));
    }

    @Test
    void shouldRunOnceAndKeepTheSecrets() throws ProtocolException {
        Computation computation = computation(() -> events.add("computed"));
        assertThatThrownBy(computation::finish).isInstanceOf(IllegalStateException.class);
        computation.run();
        computation.run();
        computation.finish();
        assertThat(events).containsExactly("computed");
    }

    @Test
    void shouldForgetAtOnceWhenNobodyHasBegun() {
        Computation computation = computation(() -> events.add("computed"));
        computation.abandon();
        computation.run();
        assertThat(events).containsExactly("wiped");
    }

    @Test
    void shouldForgetAtOnceWhenItIsDone() {
        Computation computation = computation(() -> events.add("computed"));
        computation.run();
        computation.abandon();
        assertThat(events).containsExactly("computed", "wiped");
    }

    @Test
    void shouldForgetWhenTheOneWhoComputesIsDone() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Computation computation = computation(() -> {
            begun.countDown();
            await(goOn);
            events.add("computed");
        });
        Thread helper = new Thread(computation);
        helper.start();
        await(begun);
        computation.abandon();
        assertThat(events).isEmpty();
        goOn.countDown();
        helper.join(Waiting.SOON.toMillis());
        assertThat(events).containsExactly("computed", "wiped");
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
    void shouldTellWhatIsWrongWithThePeer() {
        ProtocolException wrong = new ProtocolException(ProtocolException.CRYPTOGRAPHIC, "it does not open");
        Computation computation = computation(() -> {
            throw wrong;
        });
        computation.run();
        assertThatThrownBy(computation::finish).isSameAs(wrong);
    }

    @Test
    void shouldTellOfAnInternalError() {
        Computation computation = computation(() -> {
            throw new IllegalStateException("no random numbers");
        });
        computation.run();
        assertThatThrownBy(computation::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no random numbers");
    }

    @Test
    void shouldTellThatItWasCutOff() {
        Computation computation = computation(() -> {
            throw new StackOverflowError("as a test wants it");
        });
        assertThatThrownBy(computation::run).isInstanceOf(StackOverflowError.class);
        assertThatThrownBy(computation::finish)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("did not come to its end");
    }
}
