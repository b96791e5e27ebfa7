package io.zmq4j.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.zmq4j.spring.boot.autoconfigure.SocketProperties;
import io.zmq4j.spring.boot.autoconfigure.ZmqProperties;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockPropertySource;

/** The endpoints of {@code application.yml}, which the other tests replace. */
class SocketsTest {

    @Test
    void shouldBindWhatOthersConnectToWhenNothingIsChanged() throws Exception {
        Map<String, SocketProperties> sockets = sockets(new MockPropertySource());

        assertThat(endpoints(sockets, "figures")).containsExactly("tcp://127.0.0.1:5556");
        assertThat(endpoints(sockets, "collector")).containsExactly("tcp://127.0.0.1:5556");
        assertThat(endpoints(sockets, "alert-rule")).containsExactly("tcp://127.0.0.1:5556");
        assertThat(endpoints(sockets, "alerts")).containsExactly("tcp://127.0.0.1:5557");
        assertThat(endpoints(sockets, "alert-worker")).containsExactly("tcp://127.0.0.1:5557");
        assertThat(endpoints(sockets, "control")).containsExactly("tcp://127.0.0.1:5558");
    }

    @Test
    void shouldMoveBothEndsWhenPortIsChanged() throws Exception {
        Map<String, SocketProperties> sockets = sockets(new MockPropertySource()
                .withProperty("WATCH_FIGURES_PORT", "6001")
                .withProperty("WATCH_ALERTS_PORT", "6002")
                .withProperty("WATCH_CONTROL_PORT", "6003"));

        assertThat(endpoints(sockets, "figures"))
                .isEqualTo(endpoints(sockets, "collector"))
                .isEqualTo(endpoints(sockets, "alert-rule"))
                .containsExactly("tcp://127.0.0.1:6001");
        assertThat(endpoints(sockets, "alerts"))
                .isEqualTo(endpoints(sockets, "alert-worker"))
                .containsExactly("tcp://127.0.0.1:6002");
        assertThat(endpoints(sockets, "control")).containsExactly("tcp://127.0.0.1:6003");
    }

    private static Map<String, SocketProperties> sockets(MockPropertySource changes) throws Exception {
        StandardEnvironment environment = new StandardEnvironment();
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml"))
                .forEach(source -> environment.getPropertySources().addFirst(source));
        environment.getPropertySources().addFirst(changes);
        return Binder.get(environment).bind("zmq", ZmqProperties.class).get().getSockets();
    }

    private static List<String> endpoints(Map<String, SocketProperties> sockets, String name) {
        SocketProperties socket = sockets.get(name);
        return socket.getBind().isEmpty() ? socket.getConnect() : socket.getBind();
    }
}
