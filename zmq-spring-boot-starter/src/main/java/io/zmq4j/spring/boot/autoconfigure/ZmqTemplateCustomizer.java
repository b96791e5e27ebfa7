package io.zmq4j.spring.boot.autoconfigure;

import io.zmq4j.spring.template.ZmqTemplate;

/** Changes the {@link ZmqTemplate} before its first use. Beans of this type are called in their order. */
@FunctionalInterface
public interface ZmqTemplateCustomizer {

    void customize(ZmqTemplate template);
}
