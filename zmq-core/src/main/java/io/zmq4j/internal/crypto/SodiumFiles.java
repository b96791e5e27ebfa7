package io.zmq4j.internal.crypto;

import java.io.File;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What libsodium is called, and where systems mostly have it: the loader must not be asked without native access. */
final class SodiumFiles {

    /** The library's names with the Unixes, macOS and Windows, newest first. */
    static final List<String> NAMES = List.of(
            "libsodium.so.26",
            "libsodium.so.23",
            "libsodium.so",
            "libsodium.26.dylib",
            "libsodium.23.dylib",
            "libsodium.dylib",
            "libsodium.dll");

    /** The JVM's name of a processor, and that in the directories of Debian. */
    private static final Map<String, String> DEBIAN = Map.of("amd64", "x86_64", "aarch64", "aarch64");

    private static final List<String> USUAL =
            List.of("/usr/lib64", "/usr/lib", "/usr/local/lib", "/lib64", "/lib", "/opt/homebrew/lib");

    private SodiumFiles() {}

    /** A file of the library; null if there is none. */
    static @Nullable String find() {
        String own = System.getProperty("java.library.path", "");
        String processor = System.getProperty("os.arch", "");
        String debian = "/usr/lib/" + DEBIAN.getOrDefault(processor, processor) + "-linux-gnu";
        return find(Stream.of(Arrays.stream(own.split(File.pathSeparator)), Stream.of(debian), USUAL.stream())
                .flatMap(places -> places)
                .toList());
    }

    static @Nullable String find(List<String> directories) {
        for (String directory : directories) {
            for (String name : NAMES) {
                File file = new File(directory, name);
                if (!directory.isEmpty() && file.isFile()) {
                    return file.getPath();
                }
            }
        }
        return null;
    }
}
