package io.zmq4j.testing;

import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** Bytes of direct buffers in this JVM. */
final class DirectMemory {

    private DirectMemory() {}

    static long used() {
        return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .filter(pool -> pool.getName().equals("direct"))
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
    }
}
