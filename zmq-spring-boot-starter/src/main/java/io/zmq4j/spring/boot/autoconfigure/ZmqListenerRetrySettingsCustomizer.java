package io.zmq4j.spring.boot.autoconfigure;

import org.springframework.boot.retry.RetryPolicySettings;

/**
 * Changes the retries of listeners, where {@code zmq.listener.retry.enabled} is set: which exceptions are retried, for
 * instance. Beans of this type are called in their order.
 */
@FunctionalInterface
public interface ZmqListenerRetrySettingsCustomizer {

    void customize(RetryPolicySettings settings);
}
