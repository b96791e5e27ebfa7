package io.zmq4j.demo.agent;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How busy the processors were since the figures before.
 *
 * @param totalPercent of all cores together, 0 to 100
 * @param corePercents of each core, 0 to 100; empty where the system does not tell
 * @param loadAverage of the last minute; null where the system does not tell
 */
public record CpuFigures(Instant time, double totalPercent, List<Double> corePercents, @Nullable Double loadAverage)
        implements Figures {}
