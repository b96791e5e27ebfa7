package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.Authenticator;
import io.zmq4j.Authenticators;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** Keys in files, and in resources that are none, such as those inside a jar. */
final class KeyResources {

    private final ResourceLoader loader;

    KeyResources(ResourceLoader loader) {
        this.loader = loader;
    }

    /** Whether this is a location rather than a key: no key of Z85 can be told from a path that has no such prefix. */
    static boolean isLocation(String text) {
        return text.startsWith("file:") || text.startsWith("classpath:");
    }

    /** @throws IllegalArgumentException when it cannot be read */
    String text(String location) {
        try {
            return loader.getResource(location).getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read: " + e, e);
        }
    }

    /**
     * Accepts the keys of a file or directory, which is read again when it changes, or those of another resource.
     *
     * @throws IllegalArgumentException when it cannot be read, or has something else
     */
    Authenticator authorized(String location) {
        Resource resource = loader.getResource(location);
        try {
            if (resource.isFile()) {
                return Authenticators.curveKeys(resource.getFile().toPath());
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("it cannot be read: " + e, e);
        }
        List<String> lines = text(location).lines().map(String::strip).toList();
        return Authenticators.curveKeys(lines.stream()
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList());
    }
}
