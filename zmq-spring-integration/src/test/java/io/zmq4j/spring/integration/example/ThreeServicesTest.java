package io.zmq4j.spring.integration.example;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.Msg;
import io.zmq4j.SocketType;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.integration.TestFlows;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;

/** Workers are killed with what they have in hand, and started, under load: every request is answered or failed in time. */
@Timeout(300)
class ThreeServicesTest {

    /** Requests of the short run; the property makes it longer. */
    private static final int REQUESTS = Integer.getInteger("zmq4j.example.requests", 500);

    private static final int WORKERS = 3;
    private static final int IN_FLIGHT = 50;
    private static final int KILL_EVERY = 50;
    private static final Duration GIVE_UP = Duration.ofMillis(300);
    private static final Duration IN_TIME = Duration.ofSeconds(10);

    private final Services services = new Services(GIVE_UP);
    private final TestFlows join = services.join();
    private final Services.Front front = services.front();
    private final Deque<TestFlows> workers = new ArrayDeque<>();
    private int answered;
    private int failed;
    private int killed;

    @AfterEach
    void close() {
        front.flows().close();
        workers.forEach(TestFlows::close);
        join.close();
    }

    @Test
    void shouldAnswerOrFailEveryRequestInTimeWhileWorkersAreKilledAndStarted(TestReporter reporter) {
        for (int i = 0; i < WORKERS; i++) {
            workers.add(services.worker());
        }
        ZmqSocket client = front.flows().connected(SocketType.DEALER, front.port());
        Map<Integer, Long> pending = new HashMap<>();
        long slowest = 0;

        for (int next = 0; answered + failed < REQUESTS; ) {
            while (next < REQUESTS && pending.size() < IN_FLIGHT) {
                pending.put(next, System.nanoTime());
                client.send(Msg.of(next + ":" + words(next)));
                next++;
            }
            killOneThatIsDue();
            Msg reply = client.receive(IN_TIME);
            assertThat(reply)
                    .as("an answer within %s, of %s", IN_TIME, pending.keySet())
                    .isNotNull();
            String[] parts = new String(reply.bytes(0), UTF_8).split(":");
            Integer request = Integer.valueOf(parts[0]);
            Long sent = pending.remove(request);
            assertThat(sent).as("request %s, which is answered once", request).isNotNull();
            slowest = Math.max(slowest, System.nanoTime() - sent);
            count(request, parts[1]);
        }

        reporter.publishEntry(
                "answered, failed, killed workers, slowest in ms",
                answered + ", " + failed + ", " + killed + ", "
                        + Duration.ofNanos(slowest).toMillis());
        assertThat(killed).isEqualTo(REQUESTS / KILL_EVERY - 1);
        assertThat(answered).isGreaterThan(REQUESTS / 10);
        assertThat(failed)
                .as("requests that a worker had in hand when it was killed")
                .isPositive();
        assertThat(Duration.ofNanos(slowest)).isLessThan(IN_TIME);
        assertThat(client.receive(GIVE_UP)).as("a second answer").isNull();
    }

    private static String words(int request) {
        return "alpha" + request + " beta gamma delta";
    }

    private void count(int request, String answer) {
        if (answer.equals(Services.FAILED)) {
            failed++;
        } else {
            answered++;
            assertThat(answer).isEqualTo(words(request).toUpperCase(Locale.ROOT));
        }
        if ((answered + failed) % KILL_EVERY == 0) {
            // before the next requests are sent, so that they have somewhere to go when another is killed with some
            workers.add(services.worker());
        }
    }

    private void killOneThatIsDue() {
        if (workers.size() > WORKERS) {
            TestFlows victim = workers.remove();
            victim.zmq.close();
            victim.close();
            killed++;
        }
    }
}
