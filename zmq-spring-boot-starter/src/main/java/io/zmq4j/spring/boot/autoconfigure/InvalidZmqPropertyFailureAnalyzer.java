package io.zmq4j.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a property that is missing, or written in another form than its canonical one: Boot's own analyzer, which is
 * asked before, explains only what it finds under the exact name.
 */
@Order(Ordered.LOWEST_PRECEDENCE)
final class InvalidZmqPropertyFailureAnalyzer
        extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, InvalidConfigurationPropertyValueException cause) {
        if (!cause.getName().startsWith("zmq.")) {
            return null;
        }
        Object value = cause.getValue();
        return new FailureAnalysis(
                "Invalid value for configuration property '" + cause.getName() + "':\n\n    Value: "
                        + (value == null ? "(none)" : "\"" + value + "\"") + "\n    Reason: " + cause.getReason(),
                "Update your application's configuration: " + cause.getName() + ".",
                cause);
    }
}
