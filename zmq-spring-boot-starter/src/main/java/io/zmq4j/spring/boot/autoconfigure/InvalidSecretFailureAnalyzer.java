package io.zmq4j.spring.boot.autoconfigure;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains what is wrong with a secret by its property and where that is, without the value. */
final class InvalidSecretFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSecretException> {

    private final Environment environment;

    InvalidSecretFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidSecretException cause) {
        ConfigurationProperty origin = PropertyOrigins.find(environment, cause.property());
        return new FailureAnalysis(
                "Invalid value for configuration property '" + cause.property() + "', which is not shown:\n"
                        + (origin == null ? "" : "\n    Origin: " + origin.getOrigin())
                        + "\n    Reason: " + cause.reason(),
                "Update your application's configuration: " + cause.property() + ".",
                cause);
    }
}
