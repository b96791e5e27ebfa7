package io.zmq4j.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Assumptions;

/** A process of openssl that speaks TLS: what it is told goes to its peer, and what it says came from there. */
public final class OpenSsl implements AutoCloseable {

    private final Process process;

    private OpenSsl(Process process) {
        this.process = process;
    }

    /**
     * Without openssl the test is aborted, or fails where it is required: when the environment variable {@code CI} is set.
     *
     * @param arguments of openssl
     */
    public static OpenSsl start(String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl"));
        command.addAll(Arrays.asList(arguments));
        try {
            return new OpenSsl(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
        } catch (IOException e) {
            if (System.getenv("CI") != null) {
                throw new AssertionError("openssl is required here, but cannot be started", e);
            }
            return Assumptions.abort("openssl cannot be started: " + e.getMessage());
        }
    }

    public OpenSsl send(byte[]... parts) {
        try {
            process.getOutputStream().write(Wire.join(parts));
            process.getOutputStream().flush();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Exactly this many bytes, {@link Waiting#SOON}. */
    public byte[] read(int count) {
        CompletableFuture<byte[]> read = CompletableFuture.supplyAsync(() -> {
            try {
                return process.getInputStream().readNBytes(count);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        try {
            byte[] bytes = read.get(Waiting.SOON.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(bytes).as("what openssl has received").hasSize(count);
            return bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            throw new AssertionError("openssl has not received " + count + " bytes", e);
        }
    }

    /** Sends the greeting and READY of this type, and reads those of a peer of another one. */
    public OpenSsl handshake(String type, String peerType) {
        send(Wire.greeting());
        assertThat(read(Wire.GREETING)).startsWith(0xFF);
        send(Wire.ready(type));
        assertThat(read(Wire.ready(peerType).length)).isEqualTo(Wire.ready(peerType));
        return this;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
