package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.zmq4j.spring.boot.autoconfigure.LocalZmqPort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Python program of the README, with the ports of this test. Without pyzmq it is skipped, but not in CI. */
@MachineWatchTest
class PythonClientTest {

    private static final Path PROGRAM = Path.of("src", "test", "python", "watch.py");
    private static final List<String> INTERPRETERS = List.of("python3", "/usr/bin/python3");

    @LocalZmqPort("figures")
    private int figuresPort;

    @LocalZmqPort("control")
    private int controlPort;

    @TempDir
    private Path directory;

    @Test
    void shouldShowStatusAndFiguresWhenPythonProgramAsks() throws Exception {
        String python = python();
        Path program = Files.writeString(
                directory.resolve("watch.py"),
                Files.readString(PROGRAM).replace(":5556", ":" + figuresPort).replace(":5558", ":" + controlPort));

        Output output = run(python, program.toString());

        assertThat(output.exitCode()).as(output.text()).isZero();
        assertThat(output.text().lines())
                .hasSize(11)
                .anyMatch(line -> line.startsWith("status {\"ok\":true"))
                .anyMatch(line -> line.startsWith("machine.cpu {\"time\":"));
    }

    private String python() throws Exception {
        for (String interpreter : INTERPRETERS) {
            try {
                if (run(interpreter, "-c", "import zmq").exitCode() == 0) {
                    return interpreter;
                }
            } catch (IOException e) {
                // there is no such interpreter; the next may be there
                continue;
            }
        }
        String missing = "no python3 with pyzmq";
        return System.getenv("CI") == null ? abort(missing) : fail(missing);
    }

    private Output run(String... command) throws Exception {
        Path output = directory.resolve("output.txt");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as("%s ends", List.of(command))
                    .isTrue();
            return new Output(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }

    private record Output(int exitCode, String text) {}
}
