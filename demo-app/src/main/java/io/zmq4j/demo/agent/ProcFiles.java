package io.zmq4j.demo.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of the Linux kernel's {@code /proc}, where there is one. */
record ProcFiles(Path root) {

    static final String HOST_NAME = "sys/kernel/hostname";
    static final String STAT = "stat";
    static final String MEMINFO = "meminfo";
    static final String NET_DEV = "net/dev";
    static final String DISKSTATS = "diskstats";

    boolean has(String name) {
        return Files.isReadable(root.resolve(name));
    }

    String read(String name) {
        Path file = root.resolve(name);
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }
}
