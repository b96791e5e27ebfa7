package io.zmq4j.demo.agent;

import java.util.LinkedHashMap;
import java.util.Map;

/** {@code /proc/net/dev}: the traffic of each network interface, in bytes since it came up. */
record ProcNetDev(Map<String, Traffic> interfaces) {

    private static final int RECEIVED = 0;
    private static final int SENT = 8;

    static ProcNetDev parse(String text) {
        Map<String, Traffic> interfaces = new LinkedHashMap<>();
        text.lines().forEach(line -> {
            int colon = line.lastIndexOf(':');
            if (colon > 0) {
                String[] words = line.substring(colon + 1).strip().split("\\s+");
                interfaces.put(
                        line.substring(0, colon).strip(),
                        new Traffic(Long.parseLong(words[RECEIVED]), Long.parseLong(words[SENT])));
            }
        });
        return new ProcNetDev(interfaces);
    }

    record Traffic(long received, long sent) {}
}
