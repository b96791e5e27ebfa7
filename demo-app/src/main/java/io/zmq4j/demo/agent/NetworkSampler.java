package io.zmq4j.demo.agent;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Network traffic, from {@code /proc/net/dev}; elsewhere there are no such figures. */
final class NetworkSampler implements Sampler {

    private static final String LOOPBACK = "lo";

    private final ProcFiles proc;
    private final LongSupplier nanoTime;
    private final Map<String, Rates> rates = new HashMap<>();

    NetworkSampler(ProcFiles proc, LongSupplier nanoTime) {
        this.proc = proc;
        this.nanoTime = nanoTime;
        interfaces();
    }

    @Override
    public String topic() {
        return Topics.NETWORK;
    }

    @Override
    public NetworkFigures sample(Instant now) {
        List<NetworkFigures.Interface> interfaces = interfaces();
        double received = 0;
        double sent = 0;
        for (NetworkFigures.Interface each : interfaces) {
            if (!each.name().equals(LOOPBACK)) {
                received += each.receivedBytesPerSecond();
                sent += each.sentBytesPerSecond();
            }
        }
        return new NetworkFigures(now, received, sent, interfaces);
    }

    private List<NetworkFigures.Interface> interfaces() {
        long nanos = nanoTime.getAsLong();
        Map<String, ProcNetDev.Traffic> traffic =
                ProcNetDev.parse(proc.read(ProcFiles.NET_DEV)).interfaces();
        rates.keySet().retainAll(traffic.keySet());
        List<NetworkFigures.Interface> interfaces = new ArrayList<>();
        traffic.forEach((name, bytes) -> {
            Rates rate = rates.computeIfAbsent(name, any -> Rates.from(bytes, nanos));
            interfaces.add(new NetworkFigures.Interface(
                    name, rate.received.update(bytes.received(), nanos), rate.sent.update(bytes.sent(), nanos)));
        });
        return interfaces;
    }

    private record Rates(Rate received, Rate sent) {

        static Rates from(ProcNetDev.Traffic bytes, long nanos) {
            return new Rates(new Rate(bytes.received(), nanos), new Rate(bytes.sent(), nanos));
        }
    }
}
