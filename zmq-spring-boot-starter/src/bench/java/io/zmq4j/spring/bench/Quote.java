package io.zmq4j.spring.bench;

/** A payload of about 256 bytes as JSON. */
record Quote(String symbol, String venue, double bid, double ask, long time, String note) {

    static Quote example() {
        return new Quote("EURUSD", "EBS Market London", 1.08412, 1.08414, 1_795_000_000_000L, "x".repeat(145));
    }
}
