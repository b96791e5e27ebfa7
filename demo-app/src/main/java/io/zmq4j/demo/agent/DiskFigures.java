package io.zmq4j.demo.agent;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Disks: their traffic since the figures before, and the room on the one that the application runs from.
 *
 * @param readBytesPerSecond of all disks; null where the system does not tell
 * @param writtenBytesPerSecond of all disks; null where the system does not tell
 */
public record DiskFigures(
        Instant time,
        @Nullable Double readBytesPerSecond,
        @Nullable Double writtenBytesPerSecond,
        long totalBytes,
        long usedBytes,
        double usedPercent)
        implements Figures {}
