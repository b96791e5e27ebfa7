package io.zmq4j.spring.bench;

import io.zmq4j.Msg;
import io.zmq4j.ZmqSocket;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.template.ZmqTemplate;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.json.JsonMapper;

/**
 * Runs every scenario in turn, several times over, so that what else the machine does meets all of them. Settings are
 * system properties: {@code bench.runs}, {@code bench.windowMillis}, {@code bench.scenarios} (words of the names to run)
 * and {@code bench.output}.
 */
final class SpringBenchmark {

    private static final int SIZE = 256;

    private SpringBenchmark() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int runs = number("bench.runs", 5);
        long window = number("bench.windowMillis", 1_000);
        Counter bare = new Counter();
        Counter sent = new Counter();
        try (BareCore core = new BareCore();
                ConfigurableApplicationContext context = Application.start(BareCore.port(core.sink(sent)))) {
            List<Scenario> scenarios = chosen(scenarios(core, context, bare, sent));
            Report report = new Report(scenarios);
            for (Scenario scenario : scenarios) {
                scenario.run().measure(3 * window);
            }
            for (int run = 0; run < runs; run++) {
                for (Scenario scenario : scenarios) {
                    report.add(scenario, scenario.run().measure(window));
                }
            }
            report.write(Path.of(text("bench.output", "target/bench")));
        }
    }

    private static List<Scenario> scenarios(
            BareCore core, ConfigurableApplicationContext context, Counter bare, Counter sent) {
        ZmqTemplate template = context.getBean(ZmqTemplate.class);
        Listeners listeners = context.getBean(Listeners.class);
        ZmqSockets sockets = context.getBean(ZmqSockets.class);
        byte[] payload = new byte[SIZE];
        byte[] json = context.getBean(JsonMapper.class).writeValueAsBytes(Quote.example());
        Quote quote = Quote.example();
        String text = new String(payload, StandardCharsets.US_ASCII);
        ZmqSocket push = core.push(BareCore.port(core.sink(bare)));
        ZmqSocket bytes = core.push(sockets.boundPort("bytes"));
        ZmqSocket msgs = core.push(sockets.boundPort("msgs"));
        ZmqSocket quotes = core.push(sockets.boundPort("quotes"));
        ZmqSocket pings = core.push(sockets.boundPort("pings"));
        return List.of(
                rate("bare core", millis -> Flood.rate(() -> push.send(Msg.of(payload)), bare::count, millis)),
                rate("template frames", millis -> Flood.rate(() -> template.send("out", payload), sent::count, millis)),
                rate(
                        "template byte[]",
                        millis -> Flood.rate(() -> template.convertAndSend("out", payload), sent::count, millis)),
                rate(
                        "template String",
                        millis -> Flood.rate(() -> template.convertAndSend("out", text), sent::count, millis)),
                rate(
                        "template JSON",
                        millis -> Flood.rate(() -> template.convertAndSend("out", quote), sent::count, millis)),
                rate(
                        "listener byte[]",
                        millis -> Flood.rate(() -> bytes.send(Msg.of(payload)), listeners.bytes::count, millis)),
                rate(
                        "listener Msg",
                        millis -> Flood.rate(() -> msgs.send(Msg.of(payload)), listeners.msgs::count, millis)),
                rate(
                        "listener JSON",
                        millis -> Flood.rate(() -> quotes.send(Msg.of(json)), listeners.quotes::count, millis)),
                new Scenario(
                        "idle to handler (p50, p99)",
                        "µs",
                        millis -> listeners.latencies.measure(
                                now -> pings.send(Msg.of(
                                        ByteBuffer.allocate(SIZE).putLong(now).array())),
                                millis)));
    }

    private static Scenario rate(String name, Scenario.Run run) {
        return new Scenario(name, "messages/s", run);
    }

    private static List<Scenario> chosen(List<Scenario> all) {
        List<Scenario> chosen = new ArrayList<>();
        for (Scenario scenario : all) {
            for (String word : text("bench.scenarios", "").split(",")) {
                if (scenario.name().contains(word.strip()) && !chosen.contains(scenario)) {
                    chosen.add(scenario);
                }
            }
        }
        return chosen;
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
