package io.zmq4j.demo.agent;

import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The agent.
 *
 * @param interval how often figures are published at first; the control socket changes it
 * @param proc where the kernel's {@code /proc} is mounted
 */
@ConfigurationProperties("machine-watch.agent")
public record AgentProperties(@DefaultValue("250ms") Duration interval, @DefaultValue("/proc") Path proc) {

    static final Duration SHORTEST = Duration.ofMillis(50);
    static final Duration LONGEST = Duration.ofMinutes(1);

    public AgentProperties {
        checkInterval(interval);
    }

    static void checkInterval(Duration interval) {
        if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("interval " + interval.toMillis() + " ms, allowed: "
                    + SHORTEST.toMillis() + " to " + LONGEST.toMillis() + " ms");
        }
    }
}
