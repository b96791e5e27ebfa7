package io.zmq4j.demo.collector;

import io.zmq4j.demo.agent.CpuFigures;
import io.zmq4j.demo.agent.DiskFigures;
import io.zmq4j.demo.agent.JvmFigures;
import io.zmq4j.demo.agent.MemoryFigures;
import io.zmq4j.demo.agent.NetworkFigures;
import io.zmq4j.demo.agent.Topics;
import io.zmq4j.spring.annotation.ZmqListener;
import org.springframework.stereotype.Component;

/**
 * Receives the figures. Five listeners share one SUB socket; each subscribes to its topic and gets its payload as the type
 * of its parameter.
 */
@Component
class Collector {

    private final History history;

    Collector(History history) {
        this.history = history;
    }

    @ZmqListener(socket = "collector", subscribe = Topics.CPU)
    void onCpu(CpuFigures figures) {
        history.add(Topics.CPU, figures);
    }

    @ZmqListener(socket = "collector", subscribe = Topics.MEMORY)
    void onMemory(MemoryFigures figures) {
        history.add(Topics.MEMORY, figures);
    }

    @ZmqListener(socket = "collector", subscribe = Topics.NETWORK)
    void onNetwork(NetworkFigures figures) {
        history.add(Topics.NETWORK, figures);
    }

    @ZmqListener(socket = "collector", subscribe = Topics.DISK)
    void onDisk(DiskFigures figures) {
        history.add(Topics.DISK, figures);
    }

    @ZmqListener(socket = "collector", subscribe = Topics.JVM)
    void onJvm(JvmFigures figures) {
        history.add(Topics.JVM, figures);
    }
}
