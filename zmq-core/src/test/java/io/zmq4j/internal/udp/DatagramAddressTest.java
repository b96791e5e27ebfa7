package io.zmq4j.internal.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatagramAddressTest {

    private final DatagramAddress addresses = new DatagramAddress();

    private static byte[] frame(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:5555,     127.0.0.1,  5555",
        "255.255.255.255:1,  255.255.255.255, 1",
        "0.0.0.0:65535,      0.0.0.0,    65535",
        "[::1]:80,           ::1,        80",
        "[fd00::2:3]:00080,  fd00::2:3,  80",
        "[::1.2.3.4]:80,     ::1.2.3.4,  80"
    })
    void shouldParseAddressesWithAPort(String text, String ip, int port) throws Exception {
        InetSocketAddress expected = new InetSocketAddress(InetAddress.getByName(ip), port);
        assertThat(addresses.parse(frame(text))).isEqualTo(expected);
        assertThat(addresses.parse(frame(text + '\0'))).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\0",
                "127.0.0.1",
                "127.0.0.1:",
                "127.0.0.1:0",
                "127.0.0.1:65536",
                "127.0.0.1:-1",
                "127.0.0.1:5555\0\0",
                "127.0.0.256:5555",
                "127.0.1:5555",
                "localhost:5555",
                "::1:5555",
                "[::1]",
                "[]:5555",
                "[abc]:5555",
                "[1:2:3:4:5:6:7:8:9]:5555",
                "[::1%]:5555",
                "[::1%no such interface]:5555",
                " 127.0.0.1:5555",
                "udp://127.0.0.1:5555",
                "\u00ff\u0001:5555"
            })
    void shouldNameWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> addresses.parse(frame(text)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the address is '" + text.replaceAll("[^ -~]", "?") + "'")
                .hasMessageContaining("allowed: ip:port or [ipv6]:port");
    }

    @Test
    void shouldShowOnlyTheBeginningOfWhatIsTooLong() {
        assertThatThrownBy(() -> addresses.parse(new byte[100_000]))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(250).contains("???..."));
    }

    @Test
    void shouldRememberTheLastOneAndNoOther() {
        InetSocketAddress first = addresses.parse(frame("127.0.0.1:1"));
        assertThat(addresses.parse(frame("127.0.0.1:1"))).isSameAs(first);
        assertThat(addresses.parse(frame("127.0.0.1:2"))).isEqualTo(new InetSocketAddress("127.0.0.1", 2));
        assertThatThrownBy(() -> addresses.parse(frame("127.0.0.1"))).isInstanceOf(IllegalArgumentException.class);
        assertThat(addresses.parse(frame("127.0.0.1:2"))).isEqualTo(new InetSocketAddress("127.0.0.1", 2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3:99", "[fd00::2]:65535", "[::1]:1"})
    void shouldParseWhatItFormats(String text) {
        InetSocketAddress address = addresses.parse(frame(text));
        assertThat(new DatagramAddress().parse(frame(DatagramAddress.format(address))))
                .isEqualTo(address);
    }
}
