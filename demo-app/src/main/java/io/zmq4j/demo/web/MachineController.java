package io.zmq4j.demo.web;

import io.zmq4j.demo.agent.Agent;
import io.zmq4j.demo.agent.Figures;
import io.zmq4j.demo.agent.Machine;
import io.zmq4j.demo.alert.Alert;
import io.zmq4j.demo.alert.AlertProperties;
import io.zmq4j.demo.alert.AlertWorker;
import io.zmq4j.demo.alert.Rule;
import io.zmq4j.demo.collector.History;
import java.util.List;
import java.util.Map;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The REST API of the page. */
@RestController
@RequestMapping("/api")
class MachineController {

    private final Agent agent;
    private final History history;
    private final AlertWorker worker;
    private final List<Rule> rules;

    MachineController(Agent agent, History history, AlertWorker worker, AlertProperties properties) {
        this.agent = agent;
        this.history = history;
        this.worker = worker;
        this.rules = properties.rules();
    }

    /** The machine, and how it is watched. */
    @GetMapping("/machine")
    Watch machine() {
        return new Watch(agent.machine(), agent.interval().toMillis(), rules);
    }

    /** The newest figures of each topic. */
    @GetMapping("/figures")
    Map<String, Figures> figures() {
        return history.latest();
    }

    /**
     * The figures that arrived since an earlier call.
     *
     * @param after the sequence that the earlier call returned; 0 = all that are kept
     */
    @GetMapping("/history")
    History.Excerpt history(@RequestParam(defaultValue = "0") long after) {
        return history.after(after);
    }

    /** The last alerts, the oldest first. */
    @GetMapping("/alerts")
    List<Alert> alerts() {
        return worker.alerts();
    }

    record Watch(Machine machine, long intervalMs, List<Rule> rules) {}
}
