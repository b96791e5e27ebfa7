package io.zmq4j.spring.integration.bench;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.springframework.integration.zeromq.inbound.ZeroMqMessageProducer;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.support.GenericMessage;

/**
 * Runs every scenario in turn with ours and theirs, several times over, so that what else the machine does meets both.
 * Settings are system properties: {@code bench.runs}, {@code bench.windowMillis}, {@code bench.scenarios} (words of the
 * names to run) and {@code bench.output}.
 */
final class AdapterBenchmark {

    private static final int CYCLES = 20;
    private static final Duration THEIR_DELAY = ZeroMqMessageProducer.DEFAULT_CONSUME_DELAY;
    private static final Duration SHORT_DELAY = Duration.ofMillis(1);
    private static final Duration SHORT_IDLE = Duration.ofMillis(10);

    private final Counter ourCount = new Counter();
    private final Counter theirCount = new Counter();
    private final Counter ourSent = new Counter();
    private final Counter theirSent = new Counter();
    private final Latencies ourTimes = new Latencies();
    private final Latencies theirTimes = new Latencies();
    private final Latencies theirOftenTimes = new Latencies();

    private AdapterBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        new AdapterBenchmark().run();
        // their adapters may wait for ever when they are destroyed
        System.exit(0);
    }

    private void run() throws IOException, InterruptedException {
        int runs = number("bench.runs", 5);
        long window = number("bench.windowMillis", 1_000);
        try (BareCore core = new BareCore()) {
            List<Scenario> scenarios = scenarios(core).stream()
                    .filter(scenario -> Arrays.stream(
                                    text("bench.scenarios", "").split(","))
                            .anyMatch(word -> scenario.names().toString().contains(word.strip())))
                    .toList();
            Report report = new Report();
            for (Scenario scenario : scenarios) {
                scenario.ours().measure(3 * window);
                scenario.theirs().measure(window);
            }
            for (int run = 0; run < runs; run++) {
                for (Scenario scenario : scenarios) {
                    report.add(
                            scenario,
                            scenario.ours().measure(window),
                            scenario.theirs().measure(window));
                }
            }
            report.write(Path.of(text("bench.output", "target/bench")));
        }
    }

    private List<Scenario> scenarios(BareCore core) {
        Side ours = new Ours(message -> ourCount.up(), message -> ourTimes.arrived((byte[]) message.getPayload()));
        Side theirs = new Theirs(
                message -> theirCount.up(), message -> theirTimes.arrived((byte[]) message.getPayload()), THEIR_DELAY);
        Side theirsOften = new Theirs(
                message -> theirCount.up(),
                message -> theirOftenTimes.arrived((byte[]) message.getPayload()),
                SHORT_DELAY);
        ZmqSocket toOurs = core.push(ours.countedPort());
        ZmqSocket toTheirs = core.push(theirs.countedPort());
        core.pull(ours.sendingPort(), ourSent);
        core.pull(theirs.sendingPort(), theirSent);
        ZmqSocket pingOurs = core.push(ours.timedPort());
        ZmqSocket pingTheirs = core.push(theirs.timedPort());
        ZmqSocket pingTheirsOften = core.push(theirsOften.timedPort());
        return List.of(
                received("inbound 64 B", 64, toOurs, toTheirs),
                received("inbound 1 KiB", 1024, toOurs, toTheirs),
                sent("outbound 64 B", 64, ours.sending(), theirs.sending()),
                sent("outbound 1 KiB", 1024, ours.sending(), theirs.sending()),
                idle("idle to handler", pingOurs, pingTheirs, theirTimes, THEIR_DELAY, 50),
                idle("idle, theirs looks every ms", pingOurs, pingTheirsOften, theirOftenTimes, SHORT_DELAY, 5),
                cycle("inbound", ours::inbound, theirs::inbound),
                cycle("outbound", ours::outbound, theirs::outbound));
    }

    private Scenario received(String name, int size, ZmqSocket toOurs, ZmqSocket toTheirs) {
        byte[] payload = new byte[size];
        return new Scenario(
                List.of(name),
                "messages/s",
                true,
                millis -> Flood.rate(() -> toOurs.send(Msg.of(payload)), ourCount::count, millis),
                millis -> Flood.rate(() -> toTheirs.send(Msg.of(payload)), theirCount::count, millis));
    }

    private Scenario sent(String name, int size, MessageChannel ours, MessageChannel theirs) {
        byte[] payload = new byte[size];
        return new Scenario(
                List.of(name),
                "messages/s",
                true,
                millis -> Flood.rate(() -> ours.send(new GenericMessage<>(payload)), ourSent::count, millis),
                millis -> Flood.rate(() -> theirs.send(new GenericMessage<>(payload)), theirSent::count, millis));
    }

    /** @param perMessage how many milliseconds of the window theirs has for a message, but for twenty at least */
    private Scenario idle(
            String name, ZmqSocket toOurs, ZmqSocket toTheirs, Latencies theirs, Duration delay, int perMessage) {
        return new Scenario(
                List.of(name + ", p50", name + ", p99"),
                "µs",
                false,
                millis -> ourTimes.measure(toOurs, (int) Math.max(20, millis / 5), SHORT_IDLE),
                millis -> theirs.measure(
                        toTheirs,
                        (int) Math.max(20, millis / perMessage),
                        delay.compareTo(SHORT_IDLE) > 0 ? delay : SHORT_IDLE));
    }

    private static Scenario cycle(String name, Supplier<Startable> ours, Supplier<Startable> theirs) {
        return new Scenario(
                List.of(name + ", start until bound", name + ", stop until port free"),
                "ms",
                false,
                millis -> cycles(ours),
                millis -> cycles(theirs));
    }

    private static double[] cycles(Supplier<Startable> adapter) {
        double[] starts = new double[CYCLES];
        double[] stops = new double[CYCLES];
        for (int i = 0; i < CYCLES; i++) {
            double[] cycle = Startable.cycle(adapter.get());
            starts[i] = cycle[0];
            stops[i] = cycle[1];
        }
        Arrays.sort(starts);
        Arrays.sort(stops);
        return new double[] {starts[CYCLES / 2], stops[CYCLES / 2]};
    }

    private static int number(String property, int otherwise) {
        String text = text(property, "");
        return text.isEmpty() ? otherwise : Integer.parseInt(text);
    }

    private static String text(String property, String otherwise) {
        String text = System.getProperty(property, "");
        return text.isEmpty() ? otherwise : text;
    }
}
