package io.zmq4j.spring.boot.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.SocketConfig;
import io.zmq4j.spring.ZmqSockets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Options by libzmq's names. */
class NamedOptionsTest {

    private static final String NAMES = "src/main/java/io/zmq4j/spring/boot/autoconfigure/NamedOptions.java";

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(SslAutoConfiguration.class, ZmqAutoConfiguration.class))
            .withPropertyValues("zmq.sockets.a-b.type=dealer", "zmq.sockets.a-b.bind=inproc://a-b");

    @Test
    void shouldBeThePropertiesOfTheirMeaning() {
        runner.withPropertyValues(
                        "zmq.sockets.a-b.send-hwm=7",
                        "zmq.sockets.a-b.tcp.backlog=70",
                        "zmq.sockets.a-b.options.ZMQ_TOS=16",
                        "zmq.sockets.a-b.options.rcvhwm=8",
                        "zmq.sockets.a-b.options.linger=1500",
                        "zmq.sockets.a-b.options.maxmsgsize=4096",
                        "zmq.sockets.a-b.options.immediate=true")
                .run(context -> {
                    SocketConfig config =
                            context.getBean(ZmqSockets.class).spec("a-b").config();
                    assertThat(config.queues().sendHwm()).isEqualTo(7);
                    assertThat(config.queues().receiveHwm()).isEqualTo(8);
                    assertThat(config.tcp().backlog()).isEqualTo(70);
                    assertThat(config.tcp().tos()).isEqualTo(16);
                    assertThat(config.linger()).isEqualTo(Duration.ofMillis(1_500));
                    assertThat(config.handshake().maxMessageSize()).isEqualTo(4_096);
                    assertThat(config.queues().immediate()).isTrue();
                });
    }

    @Test
    void shouldRefuseAnUnknownName() {
        runner.withPropertyValues("zmq.sockets.a-b.options.spin=1").run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                .hasMessageContaining("zmq.sockets.a-b.options.spin")
                .hasMessageContaining("sndhwm"));
    }

    @Test
    void shouldNameTheOptionWhoseValueIsWrong() {
        runner.withPropertyValues("zmq.sockets.a-b.options.tos=many").run(context -> assertThat(context)
                .getFailure()
                .hasStackTraceContaining("zmq.sockets.a-b.options")
                .hasStackTraceContaining("many"));
    }

    @Test
    void shouldHoldForTheTypeAsPropertiesDo() {
        runner.withPropertyValues("zmq.sockets.a-b.options.xpub-manual=true")
                .run(context ->
                        assertThat(context).getFailure().hasStackTraceContaining("zmq.sockets.a-b.xpub.manual"));
    }

    /** What is one option there and one property here is in the table of options, on one line. */
    @Test
    void shouldMeanWhatTheTableOfOptionsSays() throws Exception {
        String table = Files.readString(Path.of("../zmq-core/OPTIONS.md"));
        Pattern put = Pattern.compile("names\\.put\\(\"([^\"]+)\", \"([^\"]+)\"\\)");
        assertThat(put.matcher(Files.readString(Path.of(NAMES))).results())
                .hasSizeGreaterThan(40)
                .allSatisfy(pair -> {
                    String option = pair.group(1).toUpperCase().replace('-', '_');
                    assertThat(table.lines())
                            .as("%s is %s", option, pair.group(2))
                            .anyMatch(line -> line.contains("`" + pair.group(2) + "`")
                                    && Pattern.compile("\\b" + option + "\\b")
                                            .matcher(line)
                                            .find());
                });
    }
}
