package io.zmq4j.demo.alert;

import io.zmq4j.spring.ZmqHeaders;
import io.zmq4j.spring.ZmqSockets;
import io.zmq4j.spring.integration.dsl.Zmq;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.integration.context.IntegrationContextUtils;
import org.springframework.integration.dsl.IntegrationFlow;
import tools.jackson.databind.JsonNode;

/** From figures to alerts: a SUB socket, the rules, a filter for what is no news, a PUSH socket. */
@Configuration(proxyBeanMethods = false)
class AlertFlow {

    @Bean
    IntegrationFlow alertRule(ZmqSockets sockets, Rules rules) {
        return IntegrationFlow.from(
                        Zmq.inboundChannelAdapter(sockets, "alert-rule").payloadType(JsonNode.class))
                .handle(
                        JsonNode.class,
                        (figures, headers) ->
                                rules.judge(headers.get(ZmqHeaders.RECEIVED_TOPIC, String.class), figures))
                .split()
                .filter(
                        Alert.class,
                        rules::isNews,
                        filter -> filter.discardChannel(IntegrationContextUtils.NULL_CHANNEL_BEAN_NAME))
                .handle(Zmq.outboundChannelAdapter(sockets, "alerts"))
                .get();
    }
}
