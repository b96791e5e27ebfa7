package io.zmq4j.spring.bench;

import io.zmq4j.spring.boot.autoconfigure.ZmqAutoConfiguration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** The application that is measured: as the starter makes it, over tcp, with nothing that observes it. */
@Configuration(proxyBeanMethods = false)
@ImportAutoConfiguration({JacksonAutoConfiguration.class, ZmqAutoConfiguration.class})
@Import(Listeners.class)
class Application {

    /** @param sink the port that its template sends to */
    static ConfigurableApplicationContext start(int sink) {
        Map<String, Object> properties = new LinkedHashMap<>();
        for (String listener : new String[] {"bytes", "msgs", "quotes", "pings"}) {
            properties.put("zmq.sockets." + listener + ".type", "pull");
            properties.put("zmq.sockets." + listener + ".bind", "tcp://127.0.0.1:0");
        }
        properties.put("zmq.sockets.out.type", "push");
        properties.put("zmq.sockets.out.connect", "tcp://127.0.0.1:" + sink);
        properties.put("spring.main.banner-mode", "off");
        properties.put("logging.level.root", "warn");
        return new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .properties(properties)
                .run();
    }
}
