package io.zmq4j.bench.driver;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How the programs of a peer are called: in Java, or for libzmq in C where its header and a compiler are there. */
final class Programs {

    private static final String LIBZMQ = "libzmq";
    private static final int COMPILER_SECONDS = 60;

    private final Settings settings;
    private final @Nullable Path binary;

    private Programs(Settings settings, @Nullable Path binary) {
        this.settings = settings;
        this.binary = binary;
    }

    static Programs prepare(Settings settings) throws IOException, InterruptedException {
        return new Programs(settings, compile(settings));
    }

    /** The program in C; null where it could not be built. */
    @Nullable
    Path binary() {
        return binary;
    }

    List<String> command(Program program, String peer, Scenario scenario, String endpoint, Duration limit) {
        boolean inC = peer.equals(LIBZMQ) && binary != null;
        Duration warmup = inC ? settings.nativeWarmup() : scenario.warmup(settings);
        List<String> command = new ArrayList<>();
        if (inC) {
            command.add(String.valueOf(binary));
            command.add(program.nameInC());
        } else {
            command.add(settings.java());
            command.addAll(settings.jvmArgs(scenario.group()));
            command.addAll(List.of("-cp", System.getProperty("java.class.path")));
            command.add(program.className());
            command.add("peer=" + (peer.equals(LIBZMQ) ? "libzmq-jna" : peer));
        }
        command.add("endpoint=" + endpoint);
        command.add("warmupMillis=" + warmup.toMillis());
        command.add("windowMillis=" + settings.window().toMillis());
        command.add("limitMillis=" + limit.toMillis());
        scenario.arguments().forEach((name, value) -> command.add(name + "=" + value));
        return command;
    }

    private static @Nullable Path compile(Settings settings) throws IOException, InterruptedException {
        Path source = settings.sources().resolve("c").resolve("libzmq_bench.c");
        Path target = settings.output().resolve("libzmq_bench");
        File log = settings.output().resolve("libzmq_bench.log").toFile();
        List<String> command = List.of("cc", "-O2", "-o", target.toString(), source.toString(), "-lzmq", "-lpthread");
        Files.deleteIfExists(target);
        try {
            Process compiler = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(log)
                    .start();
            boolean ended = compiler.waitFor(COMPILER_SECONDS, TimeUnit.SECONDS);
            compiler.destroyForcibly();
            return ended && compiler.exitValue() == 0 ? target : null;
        } catch (IOException e) {
            return null;
        }
    }
}
