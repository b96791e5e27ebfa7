package io.zmq4j.spring.boot.autoconfigure;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Explains a key that nobody knows, and one of security in a wrong form, without its value, which may be a secret under a
 * misspelt name: Boot's own analyzers, which come later, show values.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class HiddenValueFailureAnalyzer extends AbstractFailureAnalyzer<BindException> {

    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("zmq");
    private static final Set<String> NO_SECRETS = Set.of("mechanism", "role");

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        if (!PREFIX.equals(cause.getName()) && !PREFIX.isAncestorOf(cause.getName())) {
            return null;
        }
        if (cause.getCause() instanceof UnboundConfigurationPropertiesException unbound) {
            return unknown(unbound);
        }
        return isOfSecurity(cause.getName()) ? unusable(cause) : null;
    }

    private static FailureAnalysis unknown(UnboundConfigurationPropertiesException unbound) {
        StringBuilder text = new StringBuilder("There are properties below zmq that are unknown:\n");
        for (ConfigurationProperty property : unbound.getUnboundProperties()) {
            text.append("\n    Property: ").append(property.getName());
            text.append("\n    Origin: ").append(property.getOrigin()).append('\n');
        }
        return new FailureAnalysis(
                text.toString(), "Correct their names, or remove them: none is ignored in silence.", unbound);
    }

    private static FailureAnalysis unusable(BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        return new FailureAnalysis(
                "Invalid value for configuration property '" + cause.getName() + "', which is not shown:\n"
                        + (property == null ? "" : "\n    Origin: " + property.getOrigin())
                        + "\n    Reason: it is no " + cause.getTarget().getType(),
                "Update your application's configuration: " + cause.getName() + ".",
                cause);
    }

    private static boolean isOfSecurity(ConfigurationPropertyName name) {
        int last = name.getNumberOfElements() - 1;
        if (NO_SECRETS.contains(name.getElement(last, ConfigurationPropertyName.Form.UNIFORM))) {
            return false;
        }
        for (int i = 1; i <= last; i++) {
            if (name.getElement(i, ConfigurationPropertyName.Form.UNIFORM).equals("security")) {
                return true;
            }
        }
        return false;
    }
}
