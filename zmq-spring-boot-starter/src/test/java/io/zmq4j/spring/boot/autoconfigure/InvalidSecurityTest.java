package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zmq4j.ContextConfig;
import io.zmq4j.CurveKeys;
import io.zmq4j.ZmqContext;
import io.zmq4j.spring.boot.Starter;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What is read when the security of a socket is not as it should be: the property, the remedy and no secret. */
@ExtendWith(OutputCaptureExtension.class)
class InvalidSecurityTest {

    private static final CurveKeys KEYS = CurveKeys.generate();
    private static final CurveKeys OTHER = CurveKeys.generate();
    private static final String MARKER = "hunter2-7f3a";

    @SpringBootConfiguration
    @ImportAutoConfiguration(ZmqAutoConfiguration.class)
    static class Empty {}

    /** Of one socket: its security, with ! before it what is below zmq.security, and with ^ another option of the socket. */
    private static String[] properties(String options) {
        Map<String, String> properties = new LinkedHashMap<>();
        Stream.concat(Stream.of("^type=pull", "^bind=tcp://127.0.0.1:0"), Arrays.stream(options.split(" +")))
                .map(InvalidSecurityTest::property)
                .forEach(property -> properties.put(property.replaceFirst("=.*", ""), property));
        return properties.values().toArray(String[]::new);
    }

    private static String property(String option) {
        String text = option.replace("PUBLIC", KEYS.publicKey())
                .replace("SECRET", KEYS.secretKey())
                .replace("OTHER", OTHER.publicKey())
                .replace("MARKER", MARKER);
        if (text.startsWith("!")) {
            return "zmq.security." + text.substring(1);
        }
        return "zmq.sockets.s." + (text.startsWith("^") ? text.substring(1) : "security." + text);
    }

    private static void assertExplained(CapturedOutput output, String options, String key, String reason) {
        assertExplained(output, new String[0], options, key, reason);
    }

    private static void assertExplained(
            CapturedOutput output, String[] more, String options, String key, String reason) {
        String[] arguments = Stream.concat(Stream.of(properties(options)).map(each -> "--" + each), Stream.of(more))
                .toArray(String[]::new);
        assertThatThrownBy(() -> new SpringApplicationBuilder(Empty.class)
                        .web(WebApplicationType.NONE)
                        .run(arguments))
                .isNotNull();
        assertThat(output).contains("APPLICATION FAILED TO START").contains(key).contains(reason);
        assertThat(output).doesNotContain(MARKER).doesNotContain(KEYS.secretKey());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            mechanism=curve role=server key-pair=lost !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.key-pair | no key pair of this name, allowed: [me]
            mechanism=curve role=server key-pair=SECRET | zmq.sockets.s.security.key-pair | no key pair of this name
            mechanism=curve role=server key-pair=me !curve.key-pairs.me.secret-key=MARKER | zmq.security.curve.key-pairs.me.secret-key | has 12 characters, allowed: 40 of Z85
            mechanism=curve role=server key-pair=me !curve.key-pairs.me.public-key=abc !curve.key-pairs.me.secret-key=SECRET | zmq.security.curve.key-pairs.me.public-key | it has 3 characters, allowed: 40 of Z85
            mechanism=curve role=server key-pair=me !curve.key-pairs.me.public-key=OTHER !curve.key-pairs.me.secret-key=SECRET | zmq.security.curve.key-pairs.me.public-key | does not belong to the secret key
            mechanism=curve role=server key-pair=me !curve.key-pairs.me.location=file:me !curve.key-pairs.me.secret-key=SECRET | zmq.security.curve.key-pairs.me.location | allowed: a location, or keys as text
            mechanism=curve role=server key-pair=me !curve.key-pairs.me.public-key=PUBLIC | zmq.security.curve.key-pairs.me.secret-key | it is missing, and zmq.sockets.s.security.key-pair needs it
            mechanism=curve role=server key-pair=me !curve.key-pairs.me.location= | zmq.security.curve.key-pairs.me.location | it cannot be read
            mechanism=curve role=server key-pair=me !curve.key-pairs.me.location=file:/no/such/file | zmq.security.curve.key-pairs.me.location | it cannot be read
            mechanism=curve role=client key-pair=me !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.server-key | a curve client knows its server by the public key
            mechanism=curve key-pair=me server-key=abc !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.server-key | it has 3 characters, allowed: 40 of Z85, the name of a key pair [me]
            mechanism=curve role=server key-pair=me server-key=PUBLIC !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.server-key | a server has none
            mechanism=curve key-pair=me !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.role | it is missing, and neither
            mechanism=curve role=server | zmq.sockets.s.security.key-pair | both sides of curve have one
            mechanism=curve role=server username=ann | zmq.sockets.s.security.username | mechanism curve has none
            mechanism=curve role=server password=MARKER | zmq.sockets.s.security.password | mechanism curve has none
            mechanism=curve key-pair=me authorized-keys=abc !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.authorized-keys | allowed: 40 of Z85; or a location
            mechanism=curve key-pair=me authorized-keys=file:/no/such !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.authorized-keys | cannot use /no/such
            mechanism=curve key-pair=me authorized-keys[0]=PUBLIC authorized-keys[1]=classpath:lost !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.authorized-keys[1] | it cannot be read
            mechanism=curve key-pair=me server-key=PUBLIC authorized-keys=OTHER !curve.key-pairs.me.secret-key=SECRET | zmq.sockets.s.security.authorized-keys | allowed: on a curve server
            role=server | zmq.sockets.s.security.role | mechanism null has none, allowed: with zmq.sockets.s.security.mechanism plain or curve
            key-pair=me | zmq.sockets.s.security.key-pair | with zmq.sockets.s.security.mechanism curve
            password=MARKER | zmq.sockets.s.security.password | with zmq.sockets.s.security.mechanism plain
            mechanism=plain username=ann | zmq.sockets.s.security.password | it is missing
            mechanism=plain password=MARKER | zmq.sockets.s.security.username | it is missing
            mechanism=plain role=server username=ann | zmq.sockets.s.security.username | users in zmq.security.plain.users
            mechanism=plain key-pair=me | zmq.sockets.s.security.key-pair | mechanism plain has none
            mechanism=plain | zmq.sockets.s.security.mechanism | nobody knows the passwords of its clients, allowed: users in zmq.security.plain.users, or a bean
            mechanism=plain allow=127.0.0.1 | zmq.sockets.s.security.mechanism | nobody knows the passwords
            mechanism=plain users=eve !plain.users.ann=MARKER | zmq.sockets.s.security.users | there is no such user, allowed: [ann]
            mechanism=plain username=ann password=MARKER allow=127.0.0.1 | zmq.sockets.s.security.allow | allowed: on a server
            tls-subjects=CN=ann | zmq.sockets.s.security.tls-subjects | with zmq.sockets.s.tls.client-authentication true
            tls-subjects=ann ^tls.client-authentication=true | zmq.sockets.s.security.tls-subjects | ann
            allow=nowhere | zmq.sockets.s.security.allow | nowhere
            deny=10.0.0.0/40 | zmq.sockets.s.security.deny | 10.0.0.0/40
            mechanism=curved | zmq.sockets.s.security.mechanism | The following values are valid
            mechanism=plain role=boss | zmq.sockets.s.security.role | The following values are valid
            mechanism=plain !plain.users.ann=MARKER ^type=stream | zmq.sockets.s.security.mechanism | a socket of this type has no handshake
            mechanism=plain !plain.users.ann=MARKER ^type=dish ^bind=udp://127.0.0.1:5555 | zmq.sockets.s.security.mechanism | its endpoint udp://127.0.0.1:5555 has no handshake
            mechanism=plain !plain.users.ann=MARKER ^min-protocol=v2 | zmq.sockets.s.security.mechanism | minProtocol is
            allow=127.0.0.1 ^type=dish ^bind=udp://127.0.0.1:5555 | zmq.sockets.s.security.allow | its endpoint udp://127.0.0.1:5555 has no handshake
            ^bind=tls://127.0.0.1:0 | zmq.sockets.s.tls.bundle | it is missing, and tls://127.0.0.1:0 needs it
            !plain.users=MARKER | zmq.security.plain.users | is not shown
            pasword=MARKER | zmq.sockets.s.security.pasword | Correct their names
            !curve.key-pairs.me.secret=SECRET | zmq.security.curve.key-pairs.me.secret | Correct their names
            """)
    void shouldNamePropertyAndRemedyAndNoSecret(String options, String key, String reason, CapturedOutput output) {
        assertExplained(output, options, key, reason);
    }

    @Test
    void shouldNotShowPasswordsThatAreTooLong(CapturedOutput output) {
        String tooLong = MARKER.repeat(30);
        assertExplained(
                output,
                "mechanism=plain username=ann password=" + tooLong,
                "zmq.sockets.s.security.password",
                "allowed: up to 255");
        assertExplained(
                output,
                "^tcp.socks-proxy=proxy:1080 ^tcp.socks-username=ann ^tcp.socks-password=" + tooLong,
                "zmq.sockets.s.tcp.socks-password",
                "allowed");
        assertExplained(
                output,
                "mechanism=plain password=MARKER username=" + "ann".repeat(100),
                "zmq.sockets.s.security.username",
                "allowed: up to 255");
    }

    @Test
    void shouldNotLetTwoSocketsDecideDifferentlyForOneDomain(CapturedOutput output) {
        String[] more = {
            "--zmq.sockets.t.type=pull",
            "--zmq.sockets.t.bind=tcp://127.0.0.1:0",
            "--zmq.sockets.t.zap-domain=house",
            "--zmq.sockets.t.security.allow=10.0.0.0/8"
        };
        assertExplained(
                output,
                more,
                "allow=127.0.0.1 ^zap-domain=house",
                "zmq.sockets.t.zap-domain",
                "socket 's' has this domain too");
    }

    @Test
    void shouldRefuseRulesThatNobodyLooksAt() {
        Starter.runner()
                .withBean(ZmqContext.class, ZmqContext::create)
                .withPropertyValues(properties("allow=127.0.0.1"))
                .run(context -> assertThat(context)
                        .getFailure()
                        .hasStackTraceContaining("zmq.sockets.s.security")
                        .hasStackTraceContaining("nobody would look at who may connect"));
        Starter.runner()
                .withBean(
                        ZmqContextCustomizer.class,
                        () -> (ContextConfig.Builder builder) -> builder.authenticator(request -> null))
                .withPropertyValues(properties("mechanism=plain"))
                .run(context -> assertThat(context).hasNotFailed());
    }
}
