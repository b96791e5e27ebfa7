package io.zmq4j.spring;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeaderFrameTest {

    @Test
    void shouldWriteACompactJsonObjectOfStrings() {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("a", "1");
        headers.put("quote", "\"\\\n\u0001");

        assertThat(HeaderFrame.encode(headers))
                .asString(UTF_8)
                .isEqualTo("""
                {"a":"1","quote":"\\"\\\\\\u000a\\u0001"}""");
        assertThat(HeaderFrame.encode(Map.of())).asString(UTF_8).isEqualTo("{}");
    }

    @Test
    void shouldReadBackWhateverItWrites() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (char c = 0; c < 0x300; c++) {
            headers.put("h" + (int) c % 200, c + "ж漢\uD83D\uDE00" + c);
        }

        assertThat(HeaderFrame.decode(HeaderFrame.encode(headers))).isEqualTo(headers);
    }

    @Test
    void shouldReadWhatOtherJsonWritersWrite() {
        byte[] frame = " { \"a\" : \"\\u00e4\\/\\b\\f\\n\\r\\t\" ,\n\"b\":\"\"} ".getBytes(UTF_8);

        assertThat(HeaderFrame.decode(frame)).containsExactly(Map.entry("a", "ä/\b\f\n\r\t"), Map.entry("b", ""));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            delimiter = '|',
            value = {
                "`` | lacks '{'",
                "hello | lacks '{'",
                "[] | lacks '{'",
                "{\"a\":1} | lacks '\"'",
                "{\"a\":null} | lacks '\"'",
                "{\"a\":{}} | lacks '\"'",
                "{\"a\":[]} | lacks '\"'",
                "{\"a\"} | lacks ':'",
                "{\"a\":\"b\",} | lacks '\"'",
                "{\"a\":\"b\" \"c\":\"d\"} | lacks '}'",
                "{\"a\":\"b\",\"a\":\"c\"} | has a name twice",
                "{\"a\":\"b\"}x | goes on after its end",
                "{\"a\":\"\\x\"} | has an unknown escape",
                "{\"a\":\"\\u00g0\"} | has a malformed escape",
                "{\"a\":\"\t\"} | has a control character"
            })
    void shouldRefuseWhatIsNoObjectOfStrings(String json, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderFrame.decode(json.getBytes(UTF_8)))
                .withMessageContaining(reason)
                .withMessageContaining("allowed: a JSON object of strings");
    }

    @Test
    void shouldRefuseAFrameCutAnywhere() {
        byte[] frame = HeaderFrame.encode(Map.of("name", "ä\n\""));

        for (int length = 0; length < frame.length; length++) {
            byte[] cut = Arrays.copyOf(frame, length);
            assertThatIllegalArgumentException().isThrownBy(() -> HeaderFrame.decode(cut));
        }
    }

    @Test
    void shouldRefuseAFrameThatIsNotUtf8() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderFrame.decode(new byte[] {'{', (byte) 0xff, '}'}))
                .withMessageContaining("UTF-8");
    }

    @Test
    void shouldRefuseMoreHeadersThanAPeerOfThisLibrarySends() {
        Map<String, String> headers = new LinkedHashMap<>();
        for (int i = 0; i <= HeaderFrame.MAX_HEADERS; i++) {
            headers.put("h" + i, "");
        }

        assertThatIllegalArgumentException()
                .isThrownBy(() -> HeaderFrame.decode(HeaderFrame.encode(headers)))
                .withMessageContaining("more than 256 headers");
    }
}
