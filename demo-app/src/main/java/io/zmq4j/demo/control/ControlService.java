package io.zmq4j.demo.control;

import io.zmq4j.demo.agent.Agent;
import io.zmq4j.demo.alert.AlertWorker;
import io.zmq4j.demo.collector.History;
import io.zmq4j.spring.annotation.ZmqListener;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Answers the requests that arrive at the ROUTER socket {@code control}; what it throws, the error handler answers. */
@Component
class ControlService {

    private final Agent agent;
    private final History history;
    private final AlertWorker alerts;
    private final JsonMapper json;

    ControlService(Agent agent, History history, AlertWorker alerts, JsonMapper json) {
        this.agent = agent;
        this.history = history;
        this.alerts = alerts;
        this.json = json;
    }

    @ZmqListener(socket = "control", errorHandler = "controlErrors")
    ControlReply onRequest(String text) {
        ControlRequest request = ControlRequest.parse(text, json);
        return switch (request.command()) {
            case "status" -> status();
            case "set-interval" -> setInterval(request.argument());
            default ->
                throw new IllegalArgumentException(
                        "command '" + request.command() + "', allowed: status, set-interval <ms>");
        };
    }

    private ControlReply status() {
        Duration uptime = Duration.ofMillis(ManagementFactory.getRuntimeMXBean().getUptime());
        return new ControlReply.Status(
                true,
                agent.machine().host(),
                agent.interval().toMillis(),
                agent.topics(),
                agent.published(),
                history.received(),
                alerts.received(),
                uptime.toSeconds());
    }

    private ControlReply setInterval(@Nullable String argument) {
        agent.setInterval(Duration.ofMillis(milliseconds(argument)));
        return new ControlReply.IntervalSet(true, agent.interval().toMillis());
    }

    private static long milliseconds(@Nullable String argument) {
        try {
            return Long.parseLong(String.valueOf(argument));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "set-interval " + (argument == null ? "without a value" : "'" + argument + "'")
                            + ", allowed: a whole number of milliseconds",
                    e);
        }
    }
}
