package io.zmq4j.internal.transport;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The file of a Unix domain socket, as it was when looked at.
 *
 * @param identity tells it from a later file of that name; null where the file system does not say
 */
record SocketFile(Path path, boolean isSocket, @Nullable Object identity) {

    private static final int KIND = 0170000;
    private static final int SOCKET = 0140000;

    static SocketFile of(Path path) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        return new SocketFile(path, isSocket(path, attributes), attributes.fileKey());
    }

    private static boolean isSocket(Path path, BasicFileAttributes attributes) throws IOException {
        if (!FileSystems.getDefault().supportedFileAttributeViews().contains("unix")) {
            return attributes.isOther();
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        return (mode & KIND) == SOCKET;
    }

    /** Whether there is anything of this name, even a link to nothing. */
    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Deletes it, unless the name belongs to another file by now. */
    void delete() throws IOException {
        try {
            if (equals(of(path))) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // somebody else has deleted it, which is all that was wanted
            return;
        }
    }
}
