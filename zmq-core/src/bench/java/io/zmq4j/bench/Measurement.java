package io.zmq4j.bench;

import java.time.Duration;
import java.util.function.Supplier;

/** Something that is done for a time and then told about. */
interface Measurement {

    void run(Duration time);

    /** What happened, as {@code name=value ...}. */
    String values();

    /**
     * Warms up, measures and reports, in that order, then waits to be ended: how a peer closes its sockets is not
     * measured here and may take its time.
     *
     * @param fresh gives one that has counted nothing yet
     */
    static void perform(Plan plan, Supplier<Measurement> fresh) {
        Footprint.cpuNanos(); // once, so that what this needs is loaded
        Footprint.allocatedBytes();
        fresh.get().run(plan.warmup());
        Measurement measured = fresh.get();
        Output.window();
        long allocated = Footprint.allocatedBytes();
        long cpu = Footprint.cpuNanos();
        measured.run(plan.window());
        cpu = Footprint.cpuNanos() - cpu;
        allocated = Footprint.allocatedBytes() - allocated;
        Output.result(measured.values() + " cpuNanos=" + cpu + " allocated=" + allocated);
        Control.stay();
    }
}
