package io.zmq4j.spring.boot.autoconfigure;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Explains a property that is missing, or written in another form than its canonical one: Boot's own analyzer explains
 * what it finds under the exact name, and only that.
 */
final class InvalidZmqPropertyFailureAnalyzer
        extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException> {

    private final Environment environment;

    InvalidZmqPropertyFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, InvalidConfigurationPropertyValueException cause) {
        if (!cause.getName().startsWith("zmq.") || PropertyOrigins.isExact(environment, cause.getName())) {
            return null;
        }
        ConfigurationProperty origin = PropertyOrigins.find(environment, cause.getName());
        Object value = cause.getValue();
        return new FailureAnalysis(
                "Invalid value for configuration property '" + cause.getName() + "':\n\n    Value: "
                        + (value == null ? "(none)" : "\"" + value + "\"")
                        + (origin == null ? "" : "\n    Origin: " + origin.getOrigin())
                        + "\n    Reason: " + cause.getReason(),
                "Update your application's configuration: " + cause.getName() + ".",
                cause);
    }
}
