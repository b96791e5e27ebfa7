package io.zmq4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys of CURVE on the command line:
 *
 * <pre>
 * java -jar zmq-core.jar generate               prints a new pair
 * java -jar zmq-core.jar generate FILE [NAME]   writes it to certificates: FILE for others, FILE_secret for its owner
 * java -jar zmq-core.jar public                 prints the public key of the secret key on standard input
 * java -jar zmq-core.jar public FILE            prints the public key in a certificate
 * </pre>
 *
 * The certificates are those of CZMQ, as {@link Authenticators#curveKeys(java.nio.file.Path)} reads them. No file is
 * overwritten, and only its owner may read a secret one. A secret key is no argument, as other users can see these.
 */
public final class KeyTool {

    private static final int FAILED = 1;
    private static final int MISUSED = 2;

    private static final String USAGE =
            """
            usage: java -jar zmq-core.jar generate               print a new pair of keys
                   java -jar zmq-core.jar generate FILE [NAME]   write it to FILE and, the secret key too, to FILE_secret
                   java -jar zmq-core.jar public                 print the public key of the secret key on standard input
                   java -jar zmq-core.jar public FILE            print the public key in a certificate
            """;

    private KeyTool() {}

    /** Ends the virtual machine: 0 = done, 1 = failed, 2 = wrong arguments. */
    public static void main(String[] args) {
        System.exit(run(System.in, System.out, System.err, args));
    }

    static int run(InputStream in, PrintStream out, PrintStream err, String... args) {
        String command = args.length == 0 ? "" : args[0];
        try {
            if (command.equals("generate") && args.length == 1) {
                CurveKeys keys = CurveKeys.generate();
                out.println("public " + keys.publicKey());
                out.println("secret " + keys.secretKey());
            } else if (command.equals("generate") && args.length <= 3) {
                write(Path.of(args[1]), args.length == 3 ? args[2] : "", out);
            } else if (command.equals("public") && args.length == 1) {
                out.println(CurveKeys.ofSecret(line(in)).publicKey());
            } else if (command.equals("public") && args.length == 2) {
                out.println(Certificate.read(Path.of(args[1])).publicKey());
            } else {
                err.print(USAGE);
                return MISUSED;
            }
            return 0;
        } catch (FileAlreadyExistsException e) {
            err.println(e.getFile() + " is there already, and is not overwritten");
        } catch (IOException e) {
            err.println("cannot read or write: " + e);
        } catch (IllegalArgumentException e) {
            err.println(e.getMessage());
        }
        return FAILED;
    }

    private static String line(InputStream in) throws IOException {
        String line = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII)).readLine();
        return line == null ? "" : line.strip();
    }

    private static void write(Path file, String name, PrintStream out) throws IOException {
        if (name.chars().anyMatch(c -> c == '"' || Character.isISOControl(c))) {
            throw new IllegalArgumentException("the name has a quote or a control character, allowed: neither");
        }
        CurveKeys keys = CurveKeys.generate();
        Path secret = file.resolveSibling(file.getFileName() + Certificate.SECRET_SUFFIX);
        create(file, new Certificate(keys.publicKey(), null, name), null);
        try {
            create(secret, new Certificate(keys.publicKey(), keys.secretKey(), name), "rw-------");
        } catch (IOException e) {
            Files.delete(file); // half a pair is of no use
            throw e;
        }
        out.println("wrote " + file + ", which you give to your peers, and " + secret + ", which you keep to yourself");
    }

    /** @param permissions from the first moment on, where the system has such; null = its default */
    private static void create(Path file, Certificate certificate, @Nullable String permissions) throws IOException {
        boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] attributes = permissions == null || !posix
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                };
        Set<StandardOpenOption> fresh = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (SeekableByteChannel channel = Files.newByteChannel(file, fresh, attributes)) {
            ByteBuffer text = ByteBuffer.wrap(certificate.text().getBytes(StandardCharsets.UTF_8));
            while (text.hasRemaining()) {
                channel.write(text);
            }
        }
    }
}
