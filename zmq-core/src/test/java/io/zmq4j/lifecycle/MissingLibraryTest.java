package io.zmq4j.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

/** A class path without Bouncy Castle, which is an optional dependency. */
class MissingLibraryTest {

    /** From which version on a library of the system may serve CURVE instead. */
    private static final int MAY_CALL_NATIVE_LIBRARIES = 22;

    private static URL[] classPathWithoutTheLibrary() throws MalformedURLException {
        List<URL> urls = new ArrayList<>();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            if (!Path.of(entry).getFileName().toString().startsWith("bcprov")) {
                urls.add(Path.of(entry).toUri().toURL());
            }
        }
        return urls.toArray(URL[]::new);
    }

    @Test
    void shouldSayAtOnceWhatCurveNeeds() throws Exception {
        try (URLClassLoader loader =
                new URLClassLoader(classPathWithoutTheLibrary(), ClassLoader.getPlatformClassLoader())) {
            Class<?> probe = loader.loadClass("io.zmq4j.lifecycle.WithoutLibrary");
            assertThat(probe.getClassLoader()).isSameAs(loader);
            Object result = ((Callable<?>) probe.getConstructor().newInstance()).call();
            if (Runtime.version().feature() < MAY_CALL_NATIVE_LIBRARIES) {
                assertThat(result)
                        .asString()
                        .startsWith(
                                "refused: CURVE needs X25519 of org.bouncycastle:bcprov-jdk18on, which is not on the "
                                        + "class path; add it as a dependency");
            } else {
                assertThat(result)
                        .asString()
                        .containsAnyOf(
                                "CURVE works", "org.bouncycastle:bcprov-jdk18on, which is not on the class path");
            }
        }
    }
}
