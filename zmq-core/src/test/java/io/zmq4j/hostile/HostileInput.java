package io.zmq4j.hostile;

import static io.zmq4j.testing.Wire.ascii;
import static io.zmq4j.testing.Wire.hex;
import static io.zmq4j.testing.Wire.join;

import io.zmq4j.testing.Wire;
import java.util.List;
import java.util.Random;

/** What a hostile peer sends, under a name for the message of a failure. */
record HostileInput(String name, byte[] bytes) {

    private static final int PORT_SCANNER_SIZE = 300;

    private static HostileInput of(String name, byte[]... parts) {
        return new HostileInput(name, join(parts));
    }

    /** No greeting at all; each is refused at its first byte. */
    static List<HostileInput> portScanners() {
        byte[] random = new byte[PORT_SCANNER_SIZE];
        new Random(1).nextBytes(random);
        random[0] = 0x42;
        return List.of(
                of("HTTP/1.1", ascii("GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nUser-Agent: scanner\r\n\r\n")),
                of("HTTP/2 preface", ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), hex("000000040000000000")),
                of("TLS client hello", hex("16 03 01 00 C8 01 00 00 C4 03 03"), new byte[190]),
                of("SSH banner", ascii("SSH-2.0-OpenSSH_9.6\r\n")),
                of("SMB", hex("00 00 00 85 FF 53 4D 42 72 00 00 00 00 18 53 C8"), new byte[64]),
                of("RDP", hex("03 00 00 13 0E E0 00 00 00 00 00 01 00 08 00 03 00 00 00")),
                of("MQTT", hex("10 0C 00 04"), ascii("MQTT"), hex("04 02 00 3C 00 00")),
                of("AMQP", ascii("AMQP"), hex("00 00 09 01")),
                of("redis", ascii("*1\r\n$4\r\nPING\r\n")),
                of("SMTP", ascii("EHLO scanner.example\r\nQUIT\r\n")),
                of("line feeds", ascii("\n".repeat(100))),
                of("zeros", new byte[PORT_SCANNER_SIZE]),
                of("random", random),
                of("sneaky ZMTP/1", hex("01 00 08 00"), ascii("sneaky"), hex("00")));
    }

    /** A first byte like that of a greeting, and then none. */
    static List<HostileInput> badGreetings() {
        return List.of(
                of("ZMTP/1 with a long identity", hex("FF 00000000000000 09 00"), new byte[PORT_SCANNER_SIZE]),
                of("CVE-2019-6250", hex("FF 0000000000000000 01 01 00 02 FFFFFFFFFFFFFFFF"), new byte[8183 + 32]),
                of("telnet options", hex("FF FB 18 FF FB 1F FF FB 20 FF FB 21 FF FB 22 FF FB 27"), new byte[64]),
                of("nmap", hex("FF FF FF FF FF FF FF FF E2"), new byte[64]),
                of("all ones", hex("FF".repeat(200))),
                of("ZMTP 2.0", hex("FF 0000000000000000 7F 01 07"), new byte[64]),
                of("ZMTP 2 of RFC 37", hex("FF 0000000000000000 7F 02 07"), new byte[64]),
                of("version 0", hex("FF 0000000000000000 7F 00 07"), new byte[64]),
                of("mechanism NULLX", Wire.greeting(3, 1, ascii("NULLX")), Wire.ready("DEALER")),
                of("mechanism null", Wire.greeting(3, 1, ascii("null")), Wire.ready("DEALER")),
                of("mechanism without an end", Wire.greeting(3, 1, ascii("NULLNULLNULLNULLNULL"))),
                of("mechanism PLAIN", Wire.greeting(3, 1, ascii("PLAIN"))),
                of("mechanism CURVE", Wire.greeting(3, 1, ascii("CURVE"))),
                of("no mechanism", Wire.greeting(3, 1, new byte[0])));
    }

    /** Of ZMTP 1.0, without a greeting, and 2.0, which are wrong to every type. GHSA-fc3w is of such lengths. */
    static List<HostileInput> badOldPeers() {
        return List.of(
                of("1.0 length 0", hex("01 00 00 00")),
                of("1.0 length 0 in the long form", hex("01 00 FF 0000000000000000 00")),
                of("1.0 length 2^64-1", hex("01 00 FF FFFFFFFFFFFFFFFF 00"), new byte[100]),
                of("1.0 length 2^63", hex("01 00 FF 8000000000000000 00"), new byte[100]),
                of("1.0 length 2^63-1", hex("01 00 FF 7FFFFFFFFFFFFFFF 00"), new byte[100]),
                of("1.0 length 2^31", hex("01 00 FF 0000000080000000 00"), new byte[100]),
                of("1.0 reserved flag", hex("01 00 02 02 78")),
                of("1.0 routing id with MORE", hex("01 01")),
                of("1.0 routing id of 256 bytes", hex("FF 0000000000000101 00"), new byte[256]),
                of("1.0 100,000 empty frames of one message", hex("01 00"), hex("0101".repeat(100_000))),
                of("2.0 an unknown type", hex("FF 0000000000000000 7F 01 FF 00 00")),
                of("2.0 type DISH", hex("FF 0000000000000000 7F 01 0F 00 00")));
    }

    /** After a right greeting, instead of READY. */
    static List<HostileInput> badReadies(String type) {
        byte[] good = Wire.commandBody("READY", Wire.property("Socket-Type", ascii(type)));
        byte[] typeProperty = Wire.property("Socket-Type", ascii(type));
        return List.of(
                of("READY as a message frame", Wire.frame(0, good)),
                of("READY with MORE", Wire.frame(Wire.COMMAND | Wire.MORE, good)),
                of("READY cut after its name", hex("04 05 05 52 45 41 44")),
                of("READY without a Socket-Type", Wire.command("READY")),
                of("a type of its own kind", Wire.ready("STREAM")),
                of("an unknown type", Wire.ready("BOGUS")),
                of("value size 2^31-1", Wire.command("READY", Wire.property("Socket-Type", 0x7FFFFFFF, ascii(type)))),
                of("value size 2^31", Wire.command("READY", Wire.property("Socket-Type", 0x80000000, ascii(type)))),
                of("value size one too many", Wire.command("READY", typeProperty, hex("01 58 00000002 00"))),
                of("name size 0", Wire.command("READY", typeProperty, hex("00 00000000"))),
                of("leftover bytes", Wire.command("READY", typeProperty, hex("05 58"))),
                of("100,000 properties", bombOfProperties(typeProperty)),
                of("empty command", hex("04 00")),
                of("command name without an end", hex("04 01 05")),
                of("another command", Wire.command("HELLO", new byte[20])),
                of("SUBSCRIBE before READY", Wire.command("SUBSCRIBE", ascii("A"))),
                of("PING before READY", Wire.command("PING", hex("0000"))),
                of("a message before READY", Wire.message("sneaky")),
                of("an ERROR", Wire.command("ERROR", hex("03 34 30 30"))),
                of("a command of 2^31-1 bytes", Wire.longFrame(Wire.COMMAND, 0x7FFFFFFF, new byte[100])),
                of("a command of 2^63-1 bytes", Wire.longFrame(Wire.COMMAND, Long.MAX_VALUE, new byte[100])),
                of("a command of 2^64-1 bytes", Wire.longFrame(Wire.COMMAND, -1, new byte[100])));
    }

    private static byte[] bombOfProperties(byte[] first) {
        byte[] property = Wire.property("X-A", new byte[0]);
        byte[] many = new byte[property.length * 100_000];
        for (int at = 0; at < many.length; at += property.length) {
            System.arraycopy(property, 0, many, at, property.length);
        }
        return Wire.command("READY", first, many);
    }

    /** Identities that a ROUTER must not accept. */
    static List<HostileInput> badIdentities() {
        byte[] type = Wire.property("Socket-Type", ascii("DEALER"));
        return List.of(
                of(
                        "identity of 256 bytes",
                        Wire.command("READY", type, Wire.property("Identity", ascii("i".repeat(256))))),
                of("identity that begins with 0", Wire.command("READY", type, Wire.property("Identity", hex("0001")))));
    }

    /** On a connection that is ready for messages. */
    static List<HostileInput> badTraffic(String type) {
        return List.of(
                of("READY again", Wire.ready(type)),
                of("empty command", hex("04 00")),
                of("command name without an end", hex("04 01 05")),
                of("PING without a TTL", hex("04 05 04 50 49 4E 47")),
                of("PING with half a TTL", hex("04 06 04 50 49 4E 47 00")),
                of("COMMAND with MORE", Wire.frame(Wire.COMMAND | Wire.MORE, Wire.commandBody("PING", hex("0000")))),
                of("reserved flag 3", Wire.frame(0x08, ascii("sneaky"))),
                of("reserved flag 7", Wire.frame(0x80, ascii("sneaky"))),
                of("2^63-1 bytes", Wire.longFrame(0, Long.MAX_VALUE, new byte[100])),
                of("2^63 bytes", Wire.longFrame(0, Long.MIN_VALUE, new byte[100])),
                of("2^64-1 bytes", Wire.longFrame(0, -1, new byte[100])),
                of("2^32 bytes", Wire.longFrame(0, 1L << 32, new byte[100])),
                of("2^31 bytes", Wire.longFrame(0, 1L << 31, new byte[100])),
                of("a command of 2^40 bytes", Wire.longFrame(Wire.COMMAND, 1L << 40, new byte[100])),
                of("100,000 empty frames of one message", hex("0100".repeat(100_000))));
    }

    @Override
    public String toString() {
        return name;
    }
}
