package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aot.AotDetector;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.SpringProperties;
import tools.jackson.databind.JsonNode;

/** The application as it was processed ahead of time, which is what a native image runs. */
@ExtendWith(OutputCaptureExtension.class)
class AheadOfTimeTest {

    @Test
    void shouldRunWithGeneratedBeanDefinitions(CapturedOutput output) {
        SpringApplication application = new SpringApplication(MachineWatch.class);
        // else it is that of the test runner
        application.setMainApplicationClass(MachineWatch.class);
        SpringProperties.setFlag(AotDetector.AOT_ENABLED);
        try (ConfigurableApplicationContext context =
                application.run("--spring.profiles.active=ephemeral", "--server.port=0")) {
            assertThat(output).contains("Starting AOT-processed MachineWatch");
            int port = context.getEnvironment().getRequiredProperty("local.server.port", Integer.class);
            await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
                JsonNode listener = new Http(port).json("/actuator/zmq").at("/listeners/collector.onCpu");
                assertThat(listener.path("state").asString()).isEqualTo("RUNNING");
                assertThat(listener.path("processed").asLong()).isPositive();
            });
        } finally {
            SpringProperties.setProperty(AotDetector.AOT_ENABLED, null);
        }
    }
}
