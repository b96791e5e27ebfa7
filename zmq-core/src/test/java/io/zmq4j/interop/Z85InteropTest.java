package io.zmq4j.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.zmq4j.Z85;
import io.zmq4j.testing.Implementation;
import io.zmq4j.testing.LibZmqZ85;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Z85 of this library and of libzmq. */
class Z85InteropTest {

    @BeforeAll
    static void requireLibzmq() throws Exception {
        Implementation.LIBZMQ.open().close();
    }

    @Test
    void shouldEncodeAndDecodeAsLibzmqDoes() {
        Random random = new Random(85);
        for (int i = 0; i < 500; i++) {
            byte[] bytes = new byte[4 * (1 + random.nextInt(16))];
            random.nextBytes(bytes);
            String text = Z85.encode(bytes);
            assertThat(text).isEqualTo(LibZmqZ85.encode(bytes));
            assertThat(LibZmqZ85.decode(text)).isEqualTo(bytes);
            assertThat(Z85.decode(LibZmqZ85.encode(bytes))).isEqualTo(bytes);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"1234", "Hell~", "#####", "%nSc1"})
    void shouldRefuseWhatLibzmqRefuses(String text) {
        assertThat(LibZmqZ85.decode(text)).isNull();
        assertThatIllegalArgumentException().isThrownBy(() -> Z85.decode(text));
    }
}
