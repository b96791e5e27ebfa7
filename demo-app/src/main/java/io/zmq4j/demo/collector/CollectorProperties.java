package io.zmq4j.demo.collector;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The collector.
 *
 * @param capacity how many figures of each topic it keeps; 1200 are five minutes of four a second
 */
@ConfigurationProperties("machine-watch.collector")
record CollectorProperties(@DefaultValue("1200") int capacity) {

    CollectorProperties {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity " + capacity + ", allowed: from 1");
        }
    }
}
