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
        double scale = scale(s.median());
        return number(s.median() / scale) + suffix(scale) + " (" + number(s.min() / scale) + ".."
                + number(s.max() / scale) + ")";
    }

    static String median(Statistics s) {
        double scale = scale(s.median());
        return s.count() == 0 ? NONE : number(s.median() / scale) + suffix(scale);
    }

    static String ratio(Statistics s) {
        String pattern = s.median() < 0.1 ? "x%.3f (%.3f..%.3f)" : "x%.2f (%.2f..%.2f)";
        return String.format(Locale.ROOT, pattern, s.median(), s.min(), s.max());
    }

    static String factor(Statistics s) {
        return s.count() == 0 ? NONE : String.format(Locale.ROOT, s.median() < 0.1 ? "x%.3f" : "x%.2f", s.median());
    }

    private static double scale(double value) {
        return value >= MEGA ? MEGA : value >= SMALLEST_IN_KILO ? KILO : 1;
    }

    private static String suffix(double scale) {
        return scale == MEGA ? " M" : scale == KILO ? " k" : "";
    }

    /** Three digits. */
    private static String number(double value) {
        double size = Math.abs(value);
        String pattern = size >= 100 ? "%.0f" : size >= 10 ? "%.1f" : size >= 1 ? "%.2f" : "%.3f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
