package io.zmq4j.demo.agent;

import java.util.ArrayList;
import java.util.List;

/**
 * {@code /proc/stat}: the time that each core has spent, in ticks since the start of the machine.
 *
 * @param total all cores together
 */
record ProcStat(Ticks total, List<Ticks> cores) {

    /** Columns after the name: user nice system idle iowait irq softirq steal; guest time is part of user time. */
    private static final int COLUMNS = 8;

    private static final int IDLE = 3;
    private static final int IOWAIT = 4;

    static ProcStat parse(String text) {
        Ticks total = null;
        List<Ticks> cores = new ArrayList<>();
        for (String line : text.lines().filter(each -> each.startsWith("cpu")).toList()) {
            String[] words = line.split("\\s+");
            if (words[0].equals("cpu")) {
                total = ticks(words);
            } else {
                cores.add(ticks(words));
            }
        }
        if (total == null) {
            throw new IllegalArgumentException("no line 'cpu' in /proc/stat");
        }
        return new ProcStat(total, List.copyOf(cores));
    }

    private static Ticks ticks(String[] words) {
        long busy = 0;
        long all = 0;
        for (int i = 0; i < COLUMNS && i + 1 < words.length; i++) {
            long value = Long.parseLong(words[i + 1]);
            all += value;
            if (i != IDLE && i != IOWAIT) {
                busy += value;
            }
        }
        return new Ticks(busy, all);
    }

    /** Time of a core, or of all of them. */
    record Ticks(long busy, long all) {

        double busyPercentSince(Ticks before) {
            return Percent.of(Math.max(0, busy - before.busy), all - before.all);
        }
    }
}
