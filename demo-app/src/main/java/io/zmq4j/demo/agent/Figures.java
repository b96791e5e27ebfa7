package io.zmq4j.demo.agent;

import java.time.Instant;

/** What was measured at one moment; on the wire it is JSON. */
public sealed interface Figures permits CpuFigures, MemoryFigures, NetworkFigures, DiskFigures, JvmFigures {

    Instant time();
}
