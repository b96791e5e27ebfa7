package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
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

/** What an operator reads when a proxy cannot be started. */
@ExtendWith(OutputCaptureExtension.class)
class ProxyFailureTest {

    @SpringBootConfiguration
    @ImportAutoConfiguration({ZmqAutoConfiguration.class, ZmqProxyAutoConfiguration.class})
    static class Empty {}

    private static void start(String... arguments) {
        assertThatThrownBy(() -> new SpringApplicationBuilder(Empty.class)
                        .web(WebApplicationType.NONE)
                        .run(arguments))
                .isNotNull();
    }

    @Test
    void shouldNameThePropertyWhenThePortOfItsOwnSocketIsInUse(CapturedOutput output) throws Exception {
        try (ServerSocket holder = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            start(
                    "--zmq.proxies.line.frontend.type=pull",
                    "--zmq.proxies.line.frontend.bind=tcp://127.0.0.1:" + holder.getLocalPort(),
                    "--zmq.proxies.line.backend.type=push",
                    "--zmq.proxies.line.backend.bind=tcp://127.0.0.1:0");
        }
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Property: zmq.proxies.line.frontend.bind")
                .contains("commandLineArgs")
                .contains("port 0 takes a free one");
    }

    @Test
    void shouldNameBothSocketsWhenTheirTypesDoNotFit(CapturedOutput output) {
        start(
                "--zmq.sockets.replies.type=rep",
                "--zmq.sockets.replies.bind=inproc://replies",
                "--zmq.proxies.line.frontend=replies",
                "--zmq.proxies.line.backend.type=dealer",
                "--zmq.proxies.line.backend.bind=inproc://workers");
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("Proxy 'line' cannot be started.")
                .contains("Property: zmq.proxies.line.frontend = replies")
                .contains("Property: zmq.proxies.line.backend.type = dealer")
                .contains("ROUTER and DEALER in the place of REP and REQ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
            backend=known | frontend | it is missing, allowed: the name of a socket [known]
            frontend=known | backend | it is missing
            frontend=lost backend=known | frontend | there is no such socket, allowed: [known]
            frontend.bind=inproc://a backend=known | frontend.type | it is missing
            frontend.socket=known frontend.type=pull backend=known | frontend.socket | one of both
            frontend.type=pull backend=known | frontend | bind and connect are both empty
            frontend.type=pull frontend.bind=nonsense backend=known | frontend | it is no endpoint
            frontend.type=pul backend=known | frontend.type | The following values are valid
            frontend=known backend=known capture=lost | capture | there is no such socket
            """)
    void shouldNamePropertyAndReasonWhenItIsInvalid(String options, String key, String reason, CapturedOutput output) {
        String[] arguments = Stream.concat(
                        Stream.of("--zmq.sockets.known.type=pair", "--zmq.sockets.known.bind=inproc://known"),
                        Arrays.stream(options.strip().split(" +")).map(option -> "--zmq.proxies.line." + option))
                .toArray(String[]::new);
        start(arguments);
        assertThat(output)
                .contains("APPLICATION FAILED TO START")
                .contains("zmq.proxies.line." + key)
                .contains(reason);
    }
}
