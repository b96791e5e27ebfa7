package io.zmq4j.demo.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import org.junit.jupiter.api.Test;

class ProcNetDevTest {

    @Test
    void shouldReadTrafficOfEveryInterface() {
        ProcNetDev net = ProcNetDev.parse(
                """
                Inter-|   Receive                                                |  Transmit
                 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls
                    lo: 62957405 377047    0    0    0     0          0         0 62957406 377047    0    0    0     0
                  eth0:194087895    5164    0    0    0     0          0         0   528261    4086    0    0    0     0
                eth0:1: 7 1 0 0 0 0 0 0 8 1 0 0 0 0
                """);

        assertThat(net.interfaces())
                .containsExactly(
                        entry("lo", new ProcNetDev.Traffic(62957405, 62957406)),
                        entry("eth0", new ProcNetDev.Traffic(194087895, 528261)),
                        entry("eth0:1", new ProcNetDev.Traffic(7, 8)));
    }
}
