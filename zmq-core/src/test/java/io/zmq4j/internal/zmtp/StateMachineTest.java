package io.zmq4j.internal.zmtp;

import static io.zmq4j.internal.zmtp.Wire.bytes;
import static io.zmq4j.internal.zmtp.Wire.command;
import static io.zmq4j.internal.zmtp.Wire.fill;
import static io.zmq4j.internal.zmtp.Wire.frame;
import static io.zmq4j.internal.zmtp.Wire.int32;
import static io.zmq4j.internal.zmtp.Wire.property;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.internal.zmtp.Dialog.Role;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every command in every state, of both roles and all mechanisms: nothing but the legal path connects. */
class StateMachineTest {

    private static final List<String> NAMES = List.of(
            "HELLO",
            "WELCOME",
            "INITIATE",
            "READY",
            "ERROR",
            "MESSAGE",
            "PING",
            "PONG",
            "SUBSCRIBE",
            "CANCEL",
            "JOIN",
            "LEAVE",
            "hello",
            "READY\0",
            "X");

    /** Of CVE-2019-6250, and what else may overflow. */
    private static final long[] LENGTHS = {Integer.MAX_VALUE, 1L << 31, 1L << 32, Long.MAX_VALUE, Long.MIN_VALUE, -1};

    /** What commands of other dialogs carry, by {@code role command}, and nothing. */
    private static final Map<String, byte[]> CONTENTS = contents();

    private static Map<String, byte[]> contents() {
        Map<String, byte[]> contents = new LinkedHashMap<>();
        contents.put("nothing", new byte[0]);
        contents.put("200 zeros", new byte[200]);
        for (Role role : Role.values()) {
            for (byte[] body : new Dialog(role).advance(role.steps).spoken) {
                int name = body[0];
                contents.put(
                        role + " " + new String(body, 1, name, java.nio.charset.StandardCharsets.US_ASCII),
                        Arrays.copyOfRange(body, 1 + name, body.length));
            }
        }
        return contents;
    }

    /** Whether it is what the other side may say in this state, told from the RFCs and not from the code. */
    private static boolean isLegal(Role role, int state, String name, String content) {
        boolean properties = content.startsWith("NULL") && content.endsWith("READY")
                || content.startsWith("JUDGING_NULL") && content.endsWith("READY")
                || content.startsWith("PLAIN") && (content.endsWith("READY") || content.endsWith("INITIATE"));
        return switch (role) {
            case NULL -> name.equals("READY") && properties;
            // before the verdict it is kept, and looked at when that is there
            case JUDGING_NULL ->
                name.equals("READY") && (properties || state == 0 && CONTENTS.get(content).length == 0);
            case PLAIN_CLIENT ->
                state == 0
                        ? name.equals("WELCOME")
                                && (content.equals("nothing")
                                        || content.endsWith("WELCOME") && content.startsWith("PLAIN"))
                        : name.equals("READY") && properties;
            case PLAIN_SERVER ->
                switch (state) {
                    case 0 -> name.equals("HELLO") && isNameAndPassword(CONTENTS.get(content));
                    case 1 -> false; // the verdict is due
                    default -> name.equals("INITIATE") && properties;
                };
            // all of another dialog, so nothing opens; but a HELLO may come twice on different connections
            case CURVE_CLIENT -> false;
            case CURVE_SERVER ->
                state == 0 && name.equals("HELLO") && content.startsWith("CURVE") && content.endsWith("HELLO");
        };
    }

    /** Which boxes of CURVE may be by chance. */
    private static boolean isNameAndPassword(byte[] content) {
        int passwordAt = content.length == 0 ? 0 : 1 + (content[0] & 0xFF);
        return passwordAt > 0
                && passwordAt < content.length
                && passwordAt + 1 + (content[passwordAt] & 0xFF) == content.length;
    }

    private static boolean connects(Role role, int state) {
        // a verdict that is still due keeps a judging NULL from being connected by READY
        return state == role.steps - 1;
    }

    @ParameterizedTest
    @EnumSource
    void shouldConnectOnTheLegalPath(Role role) {
        for (int state = 0; state < role.steps; state++) {
            assertThat(new Dialog(role).advance(state).isConnected())
                    .as("after %d of %d steps", state, role.steps)
                    .isFalse();
        }
        Dialog dialog = new Dialog(role).advance(role.steps);
        assertThat(dialog.isConnected()).isTrue();
        assertThat(dialog.said).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseEveryOtherCommandInEveryState(Role role) {
        List<String> wrong = new ArrayList<>();
        int tried = 0;
        for (int state = 0; state < role.steps; state++) {
            for (String name : NAMES) {
                for (Map.Entry<String, byte[]> content : CONTENTS.entrySet()) {
                    Dialog dialog = new Dialog(role).advance(state);
                    boolean refused = isRefused(dialog, command(name, content.getValue()));
                    boolean legal = isLegal(role, state, name, content.getKey());
                    boolean connected = dialog.isConnected();
                    tried++;
                    if (refused == legal || connected != (legal && connects(role, state))) {
                        wrong.add("state " + state + ": " + name + " with " + content.getKey() + " is legal=" + legal
                                + ", refused=" + refused + ", connected=" + connected);
                    } else if (refused) {
                        assertStaysRefused(dialog);
                    }
                    assertThat(dialog.subject.messages).isEmpty();
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(tried).isEqualTo(role.steps * NAMES.size() * CONTENTS.size());
    }

    private static boolean isRefused(Dialog dialog, byte[] frame) {
        try {
            dialog.subject.feed(frame);
            return false;
        } catch (Side.Refused e) {
            return true;
        }
    }

    /** Nothing legal helps afterwards. */
    private static void assertStaysRefused(Dialog dialog) {
        for (byte[] frame : dialog.said) {
            assertThat(isRefused(dialog, frame)).isTrue();
        }
        if (dialog.isVerdictDue()) {
            assertThatThrownBy(() -> dialog.verdict(200)).isInstanceOf(Side.Refused.class);
        }
        assertThat(dialog.isConnected()).isFalse();
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseFramesThatAreNoCommandsInEveryState(Role role) {
        for (int state = 0; state < role.steps; state++) {
            List<byte[]> frames = new ArrayList<>(List.of(
                    frame(0, "hello"),
                    frame(0),
                    frame(1, "hello"),
                    frame(4),
                    frame(5, 5, "READY"),
                    bytes(6, Wire.int64(65537))));
            for (long length : LENGTHS) {
                frames.add(bytes(6, Wire.int64(length)));
                frames.add(bytes(2, Wire.int64(length)));
                frames.add(bytes(3, Wire.int64(length)));
            }
            Dialog honest = new Dialog(role).advance(state);
            for (byte[] next : honest.said) {
                frames.add(set(next, 0, next[0] & ~4)); // what the partner says, as a message
            }
            for (byte[] frame : frames) {
                Dialog dialog = new Dialog(role).advance(state);
                assertThat(isRefused(dialog, frame))
                        .as("%s in state %d", Arrays.toString(frame), state)
                        .isTrue();
                assertStaysRefused(dialog);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JUDGING_NULL", "PLAIN_SERVER", "CURVE_SERVER"})
    void shouldNotConnectAfterARefusal(Role role) {
        int steps =
                switch (role) {
                    case JUDGING_NULL -> 0;
                    case PLAIN_SERVER -> 1;
                    default -> 2;
                };
        for (int status : new int[] {300, 400, 500, 0, -1, 201, 2000}) {
            Dialog dialog = refused(role, steps, status);
            for (byte[] frame : dialog.said) {
                assertThat(isRefused(dialog, frame)).isTrue();
            }
            assertThat(dialog.isConnected()).isFalse();
        }
        for (String name : NAMES) {
            for (byte[] content : CONTENTS.values()) {
                Dialog dialog = refused(role, steps, 300); // after which the peer is told nothing
                assertThat(isRefused(dialog, command(name, content))).isTrue();
                assertThat(dialog.isConnected()).isFalse();
            }
        }
    }

    private static Dialog refused(Role role, int steps, int status) {
        Dialog dialog = new Dialog(role).advance(steps);
        assertThat(dialog.isVerdictDue()).isTrue();
        dialog.verdict(status);
        assertThat(dialog.isConnected()).isFalse();
        return dialog;
    }

    @Test
    void shouldHearTheVerdictAfterReadyToo() {
        for (int status : new int[] {200, 300, 400, 500}) {
            Dialog dialog = new Dialog(Role.JUDGING_NULL);
            dialog.subject.feed(dialog.said.remove());
            assertThat(dialog.isConnected()).isFalse();
            dialog.verdict(status);
            assertThat(dialog.isConnected()).isEqualTo(status == 200);
        }
    }

    @Test
    void shouldLookAtAKeptReadyWhenTheVerdictIsThere() {
        Dialog dialog = new Dialog(Role.JUDGING_NULL);
        dialog.subject.feed(command("READY"));
        assertThatThrownBy(() -> dialog.verdict(200))
                .isInstanceOf(Side.Refused.class)
                .hasMessageContaining("Socket-Type");
        assertThat(dialog.isConnected()).isFalse();
    }

    @Test
    void shouldAskForOneVerdictOnly() {
        Dialog dialog = new Dialog(Role.PLAIN_SERVER).advance(2);
        assertThat(dialog.isVerdictDue()).isFalse();
        assertThatThrownBy(() -> dialog.verdict(200)).isInstanceOf(IllegalStateException.class);
    }

    // -- malformed ones --

    private static Arguments malformed(String what, Role role, int state, int code, byte[] command) {
        return Arguments.of(what, role, state, code, command);
    }

    static Stream<Arguments> malformed() {
        byte[] hello = CONTENTS.get("CURVE_SERVER HELLO");
        byte[] welcome = CONTENTS.get("CURVE_SERVER WELCOME");
        byte[] initiate = CONTENTS.get("CURVE_SERVER INITIATE");
        byte[] type = property("Socket-Type", "PAIR");
        return Stream.of(
                malformed("empty HELLO", Role.PLAIN_SERVER, 0, 0x10000013, command("HELLO")),
                malformed("no password", Role.PLAIN_SERVER, 0, 0x10000013, command("HELLO", 3, "ann")),
                malformed("cut name", Role.PLAIN_SERVER, 0, 0x10000013, command("HELLO", 4, "ann")),
                malformed("cut password", Role.PLAIN_SERVER, 0, 0x10000013, command("HELLO", 3, "ann", 7, "secret")),
                malformed("name of 255", Role.PLAIN_SERVER, 0, 0x10000013, command("HELLO", 255, fill(254, 'a'))),
                malformed("more", Role.PLAIN_SERVER, 0, 0x10000013, command("HELLO", 3, "ann", 6, "secret", 0)),
                malformed("HELLO twice", Role.PLAIN_SERVER, 2, 0x10000001, command("HELLO", 1, "a", 1, "b")),
                malformed("no type", Role.PLAIN_SERVER, 2, 0x10000018, command("INITIATE")),
                malformed("cut metadata", Role.PLAIN_SERVER, 2, 0x10000018, command("INITIATE", type, 1, "X", 0, 0)),
                malformed("huge value", Role.PLAIN_SERVER, 2, 0x10000018, command("INITIATE", 1, "X", int32(-1))),
                malformed("WELCOME with data", Role.PLAIN_CLIENT, 0, 0x10000017, command("WELCOME", 0)),
                malformed("READY too early", Role.PLAIN_CLIENT, 0, 0x10000001, command("READY", type)),
                malformed("cut ERROR", Role.PLAIN_CLIENT, 0, 0x10000015, command("ERROR", 4, "400")),
                malformed("empty ERROR", Role.PLAIN_CLIENT, 1, 0x10000015, command("ERROR")),
                malformed("refusal", Role.PLAIN_CLIENT, 0, 400, command("ERROR", 3, "400")),
                malformed("no metadata", Role.PLAIN_CLIENT, 1, 0x10000018, command("READY")),
                malformed("empty HELLO", Role.CURVE_SERVER, 0, 0x10000013, command("HELLO")),
                malformed("name", Role.CURVE_SERVER, 0, 0x10000001, command("HELLX", hello)),
                malformed("version 2.0", Role.CURVE_SERVER, 0, 0x10000013, command("HELLO", set(hello, 0, 2))),
                malformed("version 1.1", Role.CURVE_SERVER, 0, 0x10000013, command("HELLO", set(hello, 1, 1))),
                malformed("short HELLO", Role.CURVE_SERVER, 0, 0x10000013, command("HELLO", cut(hello))),
                malformed("long HELLO", Role.CURVE_SERVER, 0, 0x10000013, command("HELLO", hello, 0)),
                malformed("nonce 0", Role.CURVE_SERVER, 0, 0x10000002, command("HELLO", nonce(hello, 106, 0))),
                malformed("key of zeros", Role.CURVE_SERVER, 0, 0x10000003, command("HELLO", zeros(hello, 74, 32))),
                malformed("other box", Role.CURVE_SERVER, 0, 0x11000001, command("HELLO", zeros(hello, 114, 80))),
                malformed("ERROR of a client", Role.CURVE_SERVER, 0, 0x10000001, command("ERROR", 3, "400")),
                malformed("empty INITIATE", Role.CURVE_SERVER, 1, 0x10000014, command("INITIATE")),
                malformed("short INITIATE", Role.CURVE_SERVER, 1, 0x10000014, command("INITIATE", fill(247, 1))),
                malformed("other cookie", Role.CURVE_SERVER, 1, 0x11000001, command("INITIATE", initiate)),
                malformed("empty WELCOME", Role.CURVE_CLIENT, 0, 0x10000017, command("WELCOME")),
                malformed("short WELCOME", Role.CURVE_CLIENT, 0, 0x10000017, command("WELCOME", cut(welcome))),
                malformed("long WELCOME", Role.CURVE_CLIENT, 0, 0x10000017, command("WELCOME", welcome, 0)),
                malformed("other WELCOME", Role.CURVE_CLIENT, 0, 0x11000001, command("WELCOME", welcome)),
                malformed("READY too early", Role.CURVE_CLIENT, 0, 0x10000001, command("READY", fill(64, 0))),
                malformed("empty READY", Role.CURVE_CLIENT, 1, 0x10000016, command("READY")),
                malformed("short READY", Role.CURVE_CLIENT, 1, 0x10000016, command("READY", fill(23, 1))),
                malformed("nonce 0", Role.CURVE_CLIENT, 1, 0x10000002, command("READY", fill(64, 0))),
                malformed("READY of zeros", Role.CURVE_CLIENT, 1, 0x11000001, command("READY", fill(64, 1))),
                malformed("refusal", Role.CURVE_CLIENT, 1, 400, command("ERROR", 3, "400")));
    }

    private static byte[] set(byte[] from, int index, int value) {
        byte[] bytes = from.clone();
        bytes[index] = (byte) value;
        return bytes;
    }

    private static byte[] zeros(byte[] from, int index, int count) {
        byte[] bytes = from.clone();
        Arrays.fill(bytes, index, index + count, (byte) 0);
        return bytes;
    }

    private static byte[] nonce(byte[] from, int index, int value) {
        return set(zeros(from, index, 8), index + 7, value);
    }

    private static byte[] cut(byte[] from) {
        return Arrays.copyOf(from, from.length - 1);
    }

    @ParameterizedTest(name = "{1}: {0}")
    @MethodSource("malformed")
    void shouldRefuseAMalformedCommand(String what, Role role, int state, int code, byte[] command) {
        Dialog dialog = new Dialog(role).advance(state);
        assertThatThrownBy(() -> dialog.subject.feed(command))
                .isInstanceOfSatisfying(Side.Refused.class, e -> assertThat(Integer.toHexString(e.code))
                        .isEqualTo(Integer.toHexString(code)))
                .message()
                .matches("[ -~]+");
        assertStaysRefused(dialog);
    }
}
