package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing that came from a peer becomes an object or a class: no class of the demo names what could do it. */
class NoForeignObjectsTest {

    private static final List<String> NAMES =
            List.of("java/io/ObjectInputStream", "java/io/ObjectOutputStream", "forName", "loadClass", "XMLDecoder");

    @Test
    void shouldNotDeserializeNorLoadClassesByName() throws IOException, URISyntaxException {
        Path classes = Path.of(MachineWatch.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        int count = 0;
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                // the names that a class uses are text in its pool of constants
                String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
                assertThat(text).as(file.getFileName().toString()).doesNotContain(NAMES);
                count++;
            }
        }
        assertThat(count).isGreaterThan(10);
    }
}
