package io.zmq4j.demo.agent;

import java.util.HashMap;
import java.util.Map;

/** {@code /proc/meminfo}, in bytes. */
record ProcMeminfo(long total, long available, long swapTotal, long swapFree) {

    private static final int BYTES_PER_KIB = 1024;

    static ProcMeminfo parse(String text) {
        Map<String, Long> values = new HashMap<>();
        text.lines().forEach(line -> {
            String[] words = line.split("[:\\s]+");
            if (words.length >= 2) {
                values.put(words[0], Long.parseLong(words[1]) * BYTES_PER_KIB);
            }
        });
        long total = required(values, "MemTotal");
        // kernels before 3.14 do not say what is available
        long available = values.getOrDefault("MemAvailable", values.getOrDefault("MemFree", 0L));
        return new ProcMeminfo(
                total, available, values.getOrDefault("SwapTotal", 0L), values.getOrDefault("SwapFree", 0L));
    }

    private static long required(Map<String, Long> values, String name) {
        Long value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("no line '" + name + "' in /proc/meminfo");
        }
        return value;
    }
}
