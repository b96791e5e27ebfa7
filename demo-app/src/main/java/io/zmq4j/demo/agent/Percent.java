package io.zmq4j.demo.agent;

/** Shares of a whole in percent, to one decimal place. */
final class Percent {

    private Percent() {}

    /** The share of a part; 0 when there is no whole. */
    static double of(double part, double whole) {
        return whole <= 0 ? 0 : rounded(100 * part / whole);
    }

    /** What a platform bean calls a load, 0 to 1 or negative when unknown. */
    static double ofLoad(double load) {
        return load > 0 ? rounded(100 * load) : 0;
    }

    private static double rounded(double percent) {
        return Math.round(Math.min(percent, 100) * 10) / 10.0;
    }
}
