package io.zmq4j.bench.driver;

import java.util.Locale;

/** How figures are written. */
final class Cells {

    private static final double KILO = 1e3;
    private static final double MEGA = 1e6;
    private static final double SMALLEST_IN_KILO = 1e4;

    static final String NONE = "-";

    private Cells() {}

    /** The median (min..max), in one unit. */
    static String spread(Statistics s) {
        double scale = s.median() >= MEGA ? MEGA : s.median() >= SMALLEST_IN_KILO ? KILO : 1;
        String suffix = scale == MEGA ? " M" : scale == KILO ? " k" : "";
        return number(s.median() / scale) + suffix + " (" + number(s.min() / scale) + ".." + number(s.max() / scale)
                + ")";
    }

    static String ratio(Statistics s) {
        String pattern = s.median() < 0.1 ? "x%.3f (%.3f..%.3f)" : "x%.2f (%.2f..%.2f)";
        return String.format(Locale.ROOT, pattern, s.median(), s.min(), s.max());
    }

    static String factor(Statistics s) {
        return s.count() == 0 ? NONE : String.format(Locale.ROOT, "x%.2f", s.median());
    }

    static String median(Statistics s) {
        return s.count() == 0 ? NONE : number(s.median());
    }

    /** Three digits. */
    private static String number(double value) {
        double size = Math.abs(value);
        String pattern = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
