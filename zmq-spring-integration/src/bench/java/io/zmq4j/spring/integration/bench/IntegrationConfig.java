package io.zmq4j.spring.integration.bench;

import org.springframework.context.annotation.Configuration;
import org.springframework.integration.config.EnableIntegration;

/** Spring Integration without Boot. */
@Configuration(proxyBeanMethods = false)
@EnableIntegration
class IntegrationConfig {}
