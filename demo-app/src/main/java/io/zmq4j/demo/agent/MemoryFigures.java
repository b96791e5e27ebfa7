package io.zmq4j.demo.agent;

import java.time.Instant;

/**
 * The memory of the machine.
 *
 * @param usedBytes what programs hold; caches that the system would give back do not count
 */
public record MemoryFigures(
        Instant time, long totalBytes, long usedBytes, double usedPercent, long swapTotalBytes, long swapUsedBytes)
        implements Figures {}
