package io.zmq4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Z85Test {

    /** The vector of RFC 32, the limits of a group, and the key pairs of libzmq's manual. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            quoteCharacter = '`',
            value = {
                "864FD26FB559F75B HelloWorld",
                "00000000 00000",
                "00000001 00001",
                "FFFFFFFF %nSc0",
                "BB88471D65E2659B30C55A5321CEBB5AAB2B70A398645C26DCA2B2FCB43FC518"
                        + " Yne@$w-vo<fVvi]a<NY6T1ed:M$fCG*[IaLV{hID",
                "7BB864B489AFA3671FBE69101F94B38972F24816DFB01B51656B3FEC8DFD0888"
                        + " D:)Q[IlAW!ahhC2ac:9*A}h:p?([4%wOTJ%JR%cs",
                "54FCBA24E93249969316FB617C872BB0C1D1FF14800427C594CBFACF1BC2D652"
                        + " rq:rM>}U?@Lns47E1%kR.o@n%FcmmsL/@{H8]yf7",
                "8E0BDD697628B91D8F245587EE95C5B04D48963F79259877B49CD9063AEAD3B7"
                        + " JTKVSB%%)wK0E.X)V>+}o?pNmC{O&4W4b!Ni{Lh6"
            })
    void shouldMatchTheTestVectors(String hex, String text) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThat(Z85.encode(bytes)).isEqualTo(text);
        assertThat(Z85.decode(text)).isEqualTo(bytes);
    }

    @Test
    void shouldReturnToTheSameBytesWhenTheyAreRandom() {
        Random random = new Random(32);
        for (int i = 0; i < 2_000; i++) {
            byte[] bytes = new byte[4 * random.nextInt(20)];
            random.nextBytes(bytes);
            String text = Z85.encode(bytes);
            assertThat(text).hasSize(bytes.length / 4 * 5);
            assertThat(Z85.decode(text)).isEqualTo(bytes);
        }
    }

    @Test
    void shouldRefuseBytesThatAreNoWholeGroups() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Z85.encode(new byte[6]))
                .withMessage("cannot encode 6 bytes as Z85, allowed: a multiple of 4");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Z85.decode("1234"))
                .withMessage("cannot decode a Z85 text of 4 characters, allowed: a multiple of 5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "\"", "'", ",", ";", "\\", "_", "`", "|", "~", "\0", "\u007F", "\u0080", "\u00E9", "\u20AC"
            })
    void shouldNameACharacterThatIsNoDigit(String wrong) {
        String code = String.format("U+%04X", (int) wrong.charAt(0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Z85.decode("Hello" + "Wor" + wrong + "d"))
                .withMessageContaining("character 8 of a Z85 text is " + code + ", allowed: 0123");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%nSc1", "%nSd0", "#####"})
    void shouldRefuseAGroupThatIsTooLarge(String group) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Z85.decode("Hello" + group))
                .withMessage("the Z85 characters 5 to 9 stand for more than 4 bytes, allowed: up to %nSc0");
    }
}
