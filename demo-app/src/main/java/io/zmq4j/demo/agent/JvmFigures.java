package io.zmq4j.demo.agent;

import java.time.Instant;

/**
 * The Java virtual machine of the agent.
 *
 * @param heapMaxBytes what the heap may grow to
 * @param processCpuPercent its share of all cores, 0 to 100
 * @param collections garbage collections since its start
 * @param collectionMillis time spent in them
 */
public record JvmFigures(
        Instant time,
        long heapUsedBytes,
        long heapMaxBytes,
        double heapPercent,
        double processCpuPercent,
        int threads,
        long collections,
        long collectionMillis,
        long uptimeSeconds)
        implements Figures {}
